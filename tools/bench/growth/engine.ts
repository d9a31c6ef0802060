import { FLOOR_FILES, FLOOR_PROGRAM, PROGRAM } from "../sets/programs.ts";
import { type Phase, type Project, project } from "../sets/project.ts";
import type { Address } from "../side-by-side/server-process.ts";
import type { GrowthAccount } from "./account.ts";
import type { Growth } from "./results.ts";

/** What Pulumi costs, with the sets and with a provider that does nothing. A failure ends the rest of its system's steps. */
export async function* measureEngine(account: GrowthAccount, binDir: string, server: Address): AsyncGenerator<Growth> {
  yield* measure("floor", account, await project(binDir, server, { name: "growth-floor", ...FLOOR }));
  yield* measure("set", account, await project(binDir, server, { name: "growth", program: PROGRAM }));
}

const FLOOR = { program: FLOOR_PROGRAM, files: FLOOR_FILES };

async function* measure(
  system: "set" | "floor",
  { roles, users, changed }: GrowthAccount,
  stack: Project,
): AsyncGenerator<Growth> {
  const steps: [string, Phase, Record<string, string>][] = [
    ["first up, all there", "up", users],
    ["preview without changes", "preview", users],
    ["up of 1,000 changes", "up", changed],
    ["refresh", "refresh", changed],
  ];
  try {
    for (const [step, phase, declared] of steps) {
      await stack.declare({ roles, users: declared });
      const row = { system, step, users: Object.keys(users).length };
      try {
        const { seconds, cpuSeconds, providerBytes } = await stack.run(phase);
        yield { ...row, seconds, cpuSeconds: cpuSeconds ?? 0, peakBytes: providerBytes };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        yield { ...row, seconds: 0, cpuSeconds: 0, peakBytes: 0, failure: error.message.slice(0, 300) };
        break;
      }
    }
  } finally {
    await stack.remove();
  }
}
