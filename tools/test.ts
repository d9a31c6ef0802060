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

const repository = resolve(import.meta.dirname, "..");
const results = join(repository, ".cache", `test-${process.pid}`);
const inCi = Boolean(process.env.CI);
const asked = process.argv.slice(2);
const failed = new Set<string>();
const notes: string[] = [];

const steps: Record<string, (jestArgs: string[]) => Promise<Outcome>> = {
  lint: () => command("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]),
  build: () => command("tools/build.ts", []),
  // After the build: the examples see the package as users do, through dist.
  types: () => command("node_modules/typescript/bin/tsc", ["--noEmit"]),
  // Coverage belongs to a full run: it takes time, and part of the tests says nothing about it.
  unit: (jestArgs) => jest("unit", asked.length === 0 ? ["--coverage"] : jestArgs),
  // Also after the build: its command as a process, the compiler, a browser, accounts of 10,000 objects.
  integration: (jestArgs) => jest("integration", jestArgs),
  simulation: (jestArgs) => jest("simulation", jestArgs),
  engine: engineTests,
};

async function engineTests(jestArgs: string[]): Promise<Outcome> {
  if (failed.has("build")) return { count: none, problem: "not run, since the build failed" };
  const found = await provisionEngine({ log: (line) => console.error(line) }).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }));
  const missing = "missing" in found ? found.missing : undefined;
  if (!("missing" in found)) console.error(`Pulumi ${found.version} (${found.source})`);
  process.env.PULUMI_CLOUDONE_TEST_ENGINE = JSON.stringify(found);
  if (missing !== undefined && inCi) return { count: none, problem: `not run: ${missing}` };
  const outcome = await jest("engine", jestArgs);
  if (missing !== undefined) {
    notes.push(`!!! ${outcome.count.skipped} ENGINE TESTS WERE SKIPPED: ${missing}`);
  } else if (inCi && outcome.count.passed === 0 && outcome.problem === undefined) {
    return { ...outcome, problem: "no engine test passed" };
  }
  return outcome;
}

async function jest(project: string, args: string[]): Promise<Outcome> {
  const file = join(results, `${project}.json`);
  const nodeFlags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const bin = ["node_modules/jest/bin/jest.js", "--config=test/jest.config.mjs"];
  const code = await run(
    [...nodeFlags, ...bin, `--selectProjects=${project}`, "--maxWorkers=2", "--json", `--outputFile=${file}`, ...args],
    60,
  );
  const count = await countJestResult(file);
  if (count === undefined) return { count: none, problem: "jest ended without a result" };
  if (code !== 0 && count.failed === 0) return { count, problem: `jest ended with code ${code}` };
  return { count };
}

async function command(script: string, args: string[]): Promise<Outcome> {
  const code = await run([script, ...args]);
  return code === 0 ? { count: none } : { count: none, problem: `ended with code ${code}` };
}

async function run(args: string[], minutes = 10): Promise<number> {
  const { exitCode, timedOut } = await execa(process.execPath, args, {
    cwd: repository,
    // stdout is only for the count.
    stdio: ["ignore", 2, 2],
    timeout: minutes * 60_000,
    killSignal: "SIGKILL",
    reject: false,
  });
  if (timedOut) console.error(`stopped because it was not done after ${minutes} minutes: ${args.join(" ")}`);
  return exitCode ?? 1;
}

const chosen = asked.filter((name) => name in steps);
const jestArgs = asked.filter((name) => !(name in steps));
const total = { ...none };
const summary: string[] = [];
await mkdir(results, { recursive: true });
for (const [name, step] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.error(`\n=== ${name}`);
  const started = Date.now();
  const { count, problem } = await step(jestArgs).catch(
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
  summary.push(
    `${failures === 0 ? "ok    " : "FAILED"}  ${name.padEnd(11)}  ${time.padStart(8)}  ${tests}${problem ?? ""}`.trimEnd(),
  );
  console.error(summary.at(-1));
}
await rm(results, { recursive: true, force: true });

function describe({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

console.error(`\n=== summary\n${[...summary, ...notes].join("\n")}\n`);
if (failed.size > 0) process.exitCode = 1;
console.log(describe(total));
