import { mkdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run } from "./command.ts";
import { changed, rolesOf } from "./content.ts";
import { type Measurement, PHASES, type Phase, type Scenario } from "./scenario.ts";
import type { ServerProcess } from "./server-process.ts";
import type { System } from "./system.ts";

const SCRATCH = resolve(import.meta.dirname, "..", "..", "..", ".scratch");

interface Life {
  system: System;
  scenario: Scenario;
  round: number;
  /** Runs every phase up to the last of these, since each phase needs the ones before it. */
  phases: readonly Phase[];
  server: ServerProcess;
}

/** Runs one system through its phases, starting with an empty account. Stops after a phase that fails. */
export async function* measure({ system, scenario, round, phases, server }: Life): AsyncGenerator<Measurement> {
  const address = await server.start(scenario);
  const folder = join(SCRATCH, `bench-${process.pid}-${system.name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const installation = await system.prepare(folder, address);
    const roles = rolesOf(scenario.size);
    await installation.declare(roles);
    const { env, stateFile } = installation;
    for (const phase of PHASES.slice(0, 1 + Math.max(...phases.map((name) => PHASES.indexOf(name))))) {
      if (phase === "change") await installation.declare(changed(roles));
      await server.report();
      const command = { ...installation.command(phase), cwd: folder, env, provider: system.provider };
      const cost = await run({ ...command, timeoutSeconds: patience(scenario) });
      const report = await server.report();
      const stateBytes = (await stat(stateFile).catch(() => ({ size: 0 }))).size;
      yield { ...scenario, system: system.name, round, phase, ...cost, ...report, stateBytes };
      if (cost.failure !== undefined) return;
    }
  } finally {
    if (process.env.KEEP_SCRATCH === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** A time limit for one command: several times what the slowest system needs. */
function patience({ size, latencyMs, requestsPerSecond }: Scenario): number {
  const perRole = 1 + latencyMs / 100 + (requestsPerSecond === null ? 0 : 4 / requestsPerSecond);
  return 120 + size * perRole;
}
