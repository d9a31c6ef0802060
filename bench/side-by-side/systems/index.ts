import type { OpenTofu } from "../../../tools/opentofu.ts";
import type { System } from "../system.ts";
import { floor } from "./floor.ts";
import { naive } from "./naive.ts";
import { opentofu, opentofuLimited } from "./opentofu.ts";
import { product, productInParallel } from "./product.ts";
import { sets } from "./sets.ts";

/** Those that run on the Pulumi engine, in this order. */
export const ON_PULUMI: Record<string, (binDir: string) => System> = {
  floor,
  single: product,
  "single-parallel": productInParallel,
  set: sets,
  naive,
};

/** Those that run on OpenTofu. */
export const ON_OPENTOFU: Record<string, (tofu: OpenTofu) => System> = {
  opentofu,
  "opentofu-limited": opentofuLimited,
};
