// Runs the checks in a sensible order and continues after a failure. The last line it prints is the count.
// Arguments: names of steps (default: all), and anything else for jest, such as a path.
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { provisionEngine } from "./engine.ts";
import { type Count, countJestResult, none } from "./test/count.ts";

interface Outcome {
  count: Count;
  /** Why the step failed, for the summary. */
  problem?: string;
}

interface Lane {
  jestArgs: string[];
  /** Whether another step runs at the same time. */
  shared: boolean;
  /** Collects the output of the step's processes. Without it they print directly. */
  kept?: string[];
}

/** In this order. The steps of a row run side by side, so that both cores have work; the last one of a row shows its output. */
const ROWS = [["lint", "build"], ["types", "unit"], ["simulation", "integration"], ["engine"]];

const repository = resolve(import.meta.dirname, "..");
const results = join(repository, ".cache", `test-${process.pid}`);
const inCi = Boolean(process.env.CI);
const asked = process.argv.slice(2);
const failed = new Set<string>();
const notes: string[] = [];

const steps: Record<string, (lane: Lane) => Promise<Outcome>> = {
  lint: (lane) => command(lane, "node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]),
  build: (lane) => command(lane, "tools/build.ts", []),
  // After the build: the examples see the package as users do, through dist.
  types: (lane) => command(lane, "node_modules/typescript/bin/tsc", ["--noEmit"]),
  // Coverage belongs to a full run: it takes time, and a part of the tests cannot show it.
  unit: (lane) => jest(lane, "unit", 2, asked.length === 0 ? ["--coverage"] : []),
  // Also after the build: its command as a process, the compiler, a browser, accounts of 10,000 objects.
  integration: (lane) => jest(lane, "integration", 2),
  simulation: (lane) => jest(lane, "simulation", lane.shared ? 1 : 2),
  engine: engineTests,
};

async function engineTests(lane: Lane): Promise<Outcome> {
  if (failed.has("build")) return { count: none, problem: "not run, since the build failed" };
  const found = await provisionEngine({ log: (line) => console.error(line) }).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }));
  const missing = "missing" in found ? found.missing : undefined;
  if (!("missing" in found)) console.error(`Pulumi ${found.version} (${found.source})`);
  process.env.PULUMI_CLOUDONE_TEST_ENGINE = JSON.stringify(found);
  if (missing !== undefined && inCi) return { count: none, problem: `not run: ${missing}` };
  // An engine and its processes wait for each other, so two at a time would leave cores idle.
  const outcome = await jest(lane, "engine", 4);
  if (missing !== undefined) {
    notes.push(`!!! ${outcome.count.skipped} ENGINE TESTS WERE SKIPPED: ${missing}`);
  } else if (inCi && outcome.count.passed === 0 && outcome.problem === undefined) {
    return { ...outcome, problem: "no engine test passed" };
  }
  return outcome;
}

async function jest(lane: Lane, project: string, workers: number, args: string[] = []): Promise<Outcome> {
  const file = join(results, `${project}.json`);
  const nodeFlags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const bin = ["node_modules/jest/bin/jest.js", "--config=test/jest.config.mjs"];
  const options = [`--selectProjects=${project}`, `--maxWorkers=${workers}`, "--json", `--outputFile=${file}`];
  const code = await run(lane, [...nodeFlags, ...bin, ...options, ...args, ...lane.jestArgs], 60);
  const count = await countJestResult(file);
  if (count === undefined) return { count: none, problem: "jest ended without a result" };
  if (code !== 0 && count.failed === 0) return { count, problem: `jest ended with code ${code}` };
  return { count };
}

async function command(lane: Lane, script: string, args: string[]): Promise<Outcome> {
  const code = await run(lane, [script, ...args]);
  return code === 0 ? { count: none } : { count: none, problem: `ended with code ${code}` };
}

async function run({ kept }: Lane, args: string[], minutes = 10): Promise<number> {
  // stdout is only for the count.
  const output = kept === undefined ? 2 : "pipe";
  const { exitCode, timedOut, all } = await execa(process.execPath, args, {
    cwd: repository,
    stdio: ["ignore", output, output],
    all: true,
    timeout: minutes * 60_000,
    killSignal: "SIGKILL",
    reject: false,
  });
  kept?.push(all ?? "");
  if (timedOut) console.error(`stopped after ${minutes} minutes: ${args.join(" ")}`);
  return exitCode ?? 1;
}

/** Runs a step and counts its results. */
async function carryOut(name: string, lane: Lane): Promise<void> {
  if (lane.kept === undefined) console.error(`\n=== ${name}`);
  const started = Date.now();
  const { count, problem } = await (steps[name]?.(lane) ?? Promise.reject(new Error("there is no such step"))).catch(
    (error: unknown): Outcome => ({ count: none, problem: error instanceof Error ? error.message : String(error) }),
  );
  // A step that fails without a failed test counts as one failure.
  const failures = count.failed + (problem === undefined ? 0 : 1);
  if (failures > 0) failed.add(name);
  total.passed += count.passed;
  total.failed += failures;
  total.skipped += count.skipped;
  const tests = count.passed + count.failed + count.skipped > 0 ? `${describe({ ...count, failed: failures })}  ` : "";
  const time = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const line =
    `${failures === 0 ? "ok    " : "FAILED"}  ${name.padEnd(11)}  ${time.padStart(8)}  ${tests}${problem ?? ""}`.trimEnd();
  summary.set(name, line);
  if (lane.kept !== undefined) console.error([`\n=== ${name}`, ...lane.kept].join("\n"));
  console.error(line);
}

const chosen = asked.filter((name) => name in steps);
const jestArgs = asked.filter((name) => !(name in steps));
const total = { ...none };
const summary = new Map<string, string>();
await mkdir(results, { recursive: true });
for (const row of ROWS) {
  const names = row.filter((name) => chosen.length === 0 || chosen.includes(name));
  const shared = names.length > 1;
  await Promise.all(
    names.map((name) => carryOut(name, { jestArgs, shared, ...(name === names.at(-1) ? {} : { kept: [] }) })),
  );
}
await rm(results, { recursive: true, force: true });

function describe({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const lines = ROWS.flat().flatMap((name) => summary.get(name) ?? []);
console.error(`\n=== summary\n${[...lines, ...notes].join("\n")}\n`);
if (failed.size > 0) process.exitCode = 1;
console.log(describe(total));
