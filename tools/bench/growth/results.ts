import { readFile, writeFile } from "node:fs/promises";
import type { Machine } from "../side-by-side/results.ts";

/** What one command cost with this many users in one set. */
export interface Growth {
  /** `set` and `floor` are Pulumi with this package's sets and with a provider that does nothing; `command` is the command line. */
  system: "set" | "floor" | "command";
  step: string;
  users: number;
  seconds: number;
  /** User and system time of all processes. */
  cpuSeconds: number;
  /** The peak memory of the provider's process, or of the command's. */
  peakBytes: number;
  /** Why it did not finish. */
  failure?: string;
}

interface GrowthResults {
  day: string;
  machine: Pick<Machine, "cores" | "memoryGiB" | "platform" | "node">;
  growth: Growth[];
}

export async function readGrowth(file: string): Promise<GrowthResults | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as GrowthResults;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** One line per measurement, replacing an older one of the same step. */
export async function writeGrowth(file: string, { day, machine }: GrowthResults, measured: Growth[]): Promise<void> {
  const kind = ({ system, step, users }: Growth) => `${system} ${step} ${users}`;
  const all = new Map([...((await readGrowth(file))?.growth ?? []), ...measured].map((one) => [kind(one), one]));
  const lines = [...all.values()].map((one) => `    ${JSON.stringify(one)}`).join(",\n");
  const head = JSON.stringify({ day, machine }, null, 2).replace(/\n}$/, "");
  await writeFile(file, `${head},\n  "growth": [\n${lines}\n  ]\n}\n`);
}
