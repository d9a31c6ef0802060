import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { demoApiKeyId, demoApiKeySecret, type Seed } from "pulumi-cloudone/emulator";

const SEED = resolve(import.meta.dirname, "..", "..", "examples", "complete", "emulator-seed.json");
const OTHER = { id: "branch-office-key", secret: "branch-office-secret" };

export const KEY = `${demoApiKeyId}:${demoApiKeySecret}`;
/** A key of the second account. */
export const OTHER_KEY = `${OTHER.id}:${OTHER.secret}`;

/** The example's account, and a second one whose key someone might use by mistake. */
export function readSeed(): Seed {
  return {
    ...(JSON.parse(readFileSync(SEED, "utf8")) as Seed),
    accounts: [{ account: { id: "999999999999", alias: "Branch office" }, apiKeys: [OTHER] }],
  };
}
