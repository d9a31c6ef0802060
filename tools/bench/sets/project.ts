import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run } from "../side-by-side/command.ts";
import type { Phase } from "../side-by-side/scenario.ts";
import type { Address } from "../side-by-side/server-process.ts";
import { type Options, pulumiSystem } from "../side-by-side/systems/pulumi.ts";

const REPOSITORY = resolve(import.meta.dirname, "..", "..", "..");

export type { Phase };

/** A Pulumi program in its own folder. */
export interface Project {
  stateFile: string;
  /** Writes account.json, which the program reads. */
  declare(content: object): Promise<void>;
  /** How long it took, and the provider's peak memory (only on Linux, otherwise 0). Throws on failure. */
  run(phase: Phase): Promise<{ seconds: number; cpuSeconds: number | null; providerBytes: number }>;
  remove(): Promise<void>;
}

export async function project(binDir: string, server: Address, options: Options): Promise<Project> {
  const folder = join(REPOSITORY, ".scratch", `bench-${options.name}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const system = pulumiSystem(binDir, options);
  const { env, command, stateFile } = await system.prepare(folder, server);
  return {
    stateFile,
    declare: (content) => writeFile(join(folder, "account.json"), JSON.stringify(content)),
    run: async (phase) => {
      const cost = await run({ ...command(phase), cwd: folder, env, provider: system.provider, timeoutSeconds: 600 });
      if (cost.failure !== undefined) throw new Error(`${phase}: ${cost.failure}`);
      return { seconds: cost.seconds, cpuSeconds: cost.cpuSeconds, providerBytes: cost.providerBytes ?? 0 };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
