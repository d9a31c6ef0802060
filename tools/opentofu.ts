import { dirname, join, resolve } from "node:path";
import { provisionGoBinary } from "./engine/go-binary.ts";
import type { Log } from "./engine/progress.ts";

export const OPENTOFU_VERSION = "1.12.6";
export const REST_PROVIDER_VERSION = "1.20.0";

const FOLDER = join(import.meta.dirname, "opentofu");
const CACHE = resolve(import.meta.dirname, "..", ".cache");

/** OpenTofu and the community's REST provider. */
export interface OpenTofu {
  tofu: string;
  /** Where OpenTofu's `dev_overrides` finds the provider. */
  providerFolder: string;
}

/** Finds both in the cache, or builds them from their pinned Go modules. Throws the reason if it cannot. */
export async function provisionOpenTofu(log: Log): Promise<OpenTofu> {
  const provider = await provisionGoBinary(
    {
      name: "terraform-provider-restapi",
      version: REST_PROVIDER_VERSION,
      module: join(FOLDER, "restapi"),
      package: "github.com/Mastercard/terraform-provider-restapi",
      cache: CACHE,
      expected: "about a minute the first time",
      timeoutSeconds: 900,
    },
    log,
  );
  const tofu = await provisionGoBinary(
    {
      name: "tofu",
      version: OPENTOFU_VERSION,
      module: join(FOLDER, "cli"),
      package: "github.com/opentofu/opentofu/cmd/tofu",
      cache: CACHE,
      expected: "about 6 minutes on 2 cores the first time",
      timeoutSeconds: 2400,
    },
    log,
  );
  return { tofu, providerFolder: dirname(provider) };
}
