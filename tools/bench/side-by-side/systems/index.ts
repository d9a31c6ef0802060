import type { OpenTofu } from "../../../opentofu.ts";
import type { System } from "../system.ts";
import { floor } from "./floor.ts";
import { naive } from "./naive.ts";
import { opentofu, opentofuLimited } from "./opentofu.ts";
import { product, productInParallel, productWithoutCheckpoints } from "./product.ts";
import { sets } from "./sets.ts";

/** The systems that run on the Pulumi engine, in this order. */
export const ON_PULUMI: Record<string, (binDir: string) => System> = {
  floor,
  single: product,
  "single-parallel": productInParallel,
  "single-no-checkpoints": productWithoutCheckpoints,
  set: sets,
  naive,
};

/** The systems that run on OpenTofu. */
export const ON_OPENTOFU: Record<string, (tofu: OpenTofu) => System> = {
  opentofu,
  "opentofu-limited": opentofuLimited,
};

/** Their names in the documents. */
export const TITLES: Record<string, string> = {
  floor: "engine's floor",
  single: "single resources",
  "single-parallel": "single, in parallel",
  "single-no-checkpoints": "single, no checkpoints",
  set: "one set",
  naive: "naive dynamic resource",
  opentofu: "OpenTofu, REST provider",
  "opentofu-limited": "OpenTofu, `rate_limit = 10`",
};
