import type { Engine } from "../../../tools/engine.ts";

/** Set by the engine project's global setup; workers inherit it. */
const ENGINE_VARIABLE = "PULUMI_CLOUDONE_TEST_ENGINE";

/** The engine that this run of jest uses, or why there is none. */
export function engine(): Engine | { missing: string } {
  const text = process.env[ENGINE_VARIABLE];
  if (text === undefined) throw new Error('no engine was provisioned: run engine tests as the jest project "engine"');
  return JSON.parse(text);
}
