// npm run bench [-- flags]: this package compared with the engine's floor, a naive dynamic resource and OpenTofu. See `--help`.
import { provisionEngine } from "../engine.ts";
import { provisionOpenTofu } from "../opentofu.ts";
import { type Flags, readFlags, USAGE } from "./side-by-side/flags.ts";
import { measure } from "./side-by-side/measure.ts";
import { readResults, withMeasurements, writeResults } from "./side-by-side/results.ts";
import type { Measurement } from "./side-by-side/scenario.ts";
import { ServerProcess } from "./side-by-side/server-process.ts";
import { summarize } from "./side-by-side/summary.ts";
import type { System } from "./side-by-side/system.ts";
import { ON_OPENTOFU, ON_PULUMI } from "./side-by-side/systems/index.ts";
import { page, textTables } from "./side-by-side/tables.ts";

// Running commands end with this process: see the "exit" handlers.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

if (process.argv.includes("--help")) console.log(USAGE);
else {
  try {
    await bench(readFlags(process.argv.slice(2)));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 1;
  }
}

async function bench(flags: Flags): Promise<void> {
  const { systems, pulumiVersion } = await provision(flags.systems);
  const server = new ServerProcess();
  const measurements: Measurement[] = [];
  try {
    for (const scenario of flags.scenarios) {
      for (let round = 1; round <= flags.rounds; round++) {
        // Alternating, so that drift on the machine favours no system.
        for (const system of round % 2 === 1 ? systems : systems.toReversed()) {
          for await (const measured of measure({ system, scenario, round, phases: flags.phases, server })) {
            console.error(line(measured));
            measurements.push(measured);
          }
        }
      }
      // After each scenario, so that an interrupted run keeps its results.
      if (flags.out !== undefined) {
        const results = await withMeasurements(await readResults(flags.out), measurements, pulumiVersion);
        await writeResults(flags.out, results);
      }
    }
  } finally {
    server.stop();
  }
  const rows = summarize(measurements);
  console.log(`${textTables(rows)}\n\n# All of it\n\n${page(rows)}`);
}

async function provision(names: readonly string[]): Promise<{ systems: System[]; pulumiVersion: string }> {
  const log = (text: string) => console.error(text);
  const engine = await provisionEngine({ log });
  const systems = names.flatMap((name) => ON_PULUMI[name]?.(engine.binDir) ?? []);
  const onOpenTofu = names.flatMap((name) => ON_OPENTOFU[name] ?? []);
  if (onOpenTofu.length > 0) {
    try {
      const tofu = await provisionOpenTofu(log);
      systems.push(...onOpenTofu.map((make) => make(tofu)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      console.log(`CONTINUING WITHOUT OPENTOFU, which is not available: ${error.message}\n`);
    }
  }
  return { systems, pulumiVersion: engine.version };
}

function line({ system, size, latencyMs, requestsPerSecond, round, phase, seconds, cpuSeconds, failure }: Measurement) {
  const server = `${latencyMs} ms, ${requestsPerSecond === null ? "unlimited" : `${requestsPerSecond}/s`}`;
  const cost = `${seconds.toFixed(2)} s, ${cpuSeconds?.toFixed(2) ?? "?"} s of CPU`;
  return `${size} roles, ${server}, round ${round}: ${system} ${phase}: ${cost}${failure === undefined ? "" : `; FAILED: ${failure}`}`;
}
