import { parseArgs } from "node:util";
import { PHASES, type Phase, type Scenario } from "./scenario.ts";
import { ON_OPENTOFU, ON_PULUMI } from "./systems/index.ts";

export interface Flags {
  systems: string[];
  phases: Phase[];
  rounds: number;
  scenarios: Scenario[];
  /** The data file for the results. */
  out: string | undefined;
}

export const USAGE = `npm run bench -- [flags]
  --sizes 10,100            how many roles
  --latency 0               milliseconds per response
  --rate unlimited          the server's limit in requests a second
  --systems ${Object.keys(ON_PULUMI).join(",")},${Object.keys(ON_OPENTOFU).join(",")}
  --phases ${PHASES.join(",")}
  --rounds 3                figures are medians of these
  --out FILE                put the results into this data file, replacing older ones of the same kind
Each of the first five takes a list; every combination runs.`;

const DEFAULT_SYSTEMS = ["floor", "single", "set", "naive", "opentofu"];

/** Throws an error that says what is wrong with the flags. */
export function readFlags(args: string[]): Flags {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const { values } = parseArgs({
    args,
    options: {
      sizes: option("10,100"),
      latency: option("0"),
      rate: option("unlimited"),
      systems: option(DEFAULT_SYSTEMS.join(",")),
      phases: option(PHASES.join(",")),
      rounds: option("3"),
      out: { type: "string" },
    },
  });
  const sizes = list(values.sizes).map((text) => whole(text, "--sizes"));
  const latencies = list(values.latency).map((text) => whole(text, "--latency"));
  const rates = list(values.rate).map((text) => (text === "unlimited" ? null : whole(text, "--rate")));
  const known = [...Object.keys(ON_PULUMI), ...Object.keys(ON_OPENTOFU)];
  return {
    systems: list(values.systems).map((name) => oneOf(known, name, "--systems")),
    phases: list(values.phases).map((name) => oneOf(PHASES, name, "--phases")),
    rounds: whole(values.rounds, "--rounds"),
    scenarios: sizes.flatMap((size) =>
      latencies.flatMap((latencyMs) => rates.map((requestsPerSecond) => ({ size, latencyMs, requestsPerSecond }))),
    ),
    out: values.out,
  };
}

const list = (text: string) => text.split(",").map((part) => part.trim());

function whole(text: string, flag: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${flag}: "${text}" is not a whole number.`);
  return Number(text);
}

function oneOf<Name extends string>(names: readonly Name[], text: string, flag: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`${flag}: "${text}" is not one of ${names.join(", ")}.`);
  return found;
}
