import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { OPENTOFU_VERSION, REST_PROVIDER_VERSION } from "../../opentofu.ts";
import type { Measurement } from "./scenario.ts";

/** The machine and versions behind the figures. */
export interface Machine {
  cores: number;
  memoryGiB: number;
  platform: string;
  node: string;
  pulumi: string;
  pulumiSdk: string;
  openTofu: string;
  restProvider: string;
  product: string;
}

/** How long it took to read the complete list of users. */
export interface Walk {
  users: number;
  roles: number;
  latencyMs: number;
  pageSize: number;
  /** One list per role, concurrently; otherwise one list without a filter. */
  byRole: boolean;
  seconds: number;
  requests: number;
}

export interface Results {
  /** The day of the last measurement, UTC. */
  day: string;
  machine: Machine;
  walks?: Walk[];
  /** What `import "pulumi-cloudone"` takes beyond the SDK. */
  importMs?: number;
  measurements: Measurement[];
}

/** The results in a data file; undefined if there are none yet. */
export async function readResults(file: string): Promise<Results | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Results;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Adds measurements, replacing older ones of the same system in the same scenario. */
export async function withMeasurements(
  results: Results | undefined,
  measurements: readonly Measurement[],
  pulumi: string,
): Promise<Results> {
  const kind = ({ system, size, latencyMs, requestsPerSecond }: Measurement) =>
    [system, size, latencyMs, requestsPerSecond].join();
  const replaced = new Set(measurements.map(kind));
  const kept = results?.measurements.filter((older) => !replaced.has(kind(older))) ?? [];
  return {
    ...results,
    day: new Date().toISOString().slice(0, 10),
    machine: {
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      pulumi,
      pulumiSdk: await versionIn("node_modules/@pulumi/pulumi/package.json"),
      openTofu: OPENTOFU_VERSION,
      restProvider: REST_PROVIDER_VERSION,
      product: await versionIn("package.json"),
    },
    measurements: [...kept, ...measurements],
  };
}

export async function writeResults(file: string, { measurements, ...rest }: Results): Promise<void> {
  // One line each, so that a diff shows a later measurement as one changed line.
  const lines = measurements.map((measured) => `    ${JSON.stringify(measured)}`).join(",\n");
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, "");
  await writeFile(file, `${head},\n  "measurements": [\n${lines}\n  ]\n}\n`);
}

async function versionIn(file: string): Promise<string> {
  const url = new URL(`../../../${file}`, import.meta.url);
  return (JSON.parse(await readFile(url, "utf8")) as { version: string }).version;
}
