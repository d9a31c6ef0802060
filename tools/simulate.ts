// Plays histories of the simulator (docs/reliability.md).
//   npm run simulate                        1,000 histories
//   npm run simulate -- --seeds 10000       that many, from seed 1 on, or from --from N on
//   npm run simulate -- --seed 42           one history, told whole
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Result } from "./simulate/result.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
  },
});

if (values.seed === undefined) await playMany(wholeNumber("from"), wholeNumber("seeds"));
else await tell(wholeNumber("seed"));

async function tell(seed: number): Promise<void> {
  const { playHistory } = await import("../test/simulation/history/history.ts");
  const { lines, violations } = await playHistory(seed);
  console.log(lines.join("\n"));
  console.log(violations.length === 0 ? "\nEvery promise was kept." : `\n${violations.length} BROKEN PROMISES`);
  if (violations.length > 0) process.exitCode = 1;
}

async function playMany(from: number, count: number): Promise<void> {
  const started = performance.now();
  const total = { histories: 0, runs: 0, requests: 0, crashes: 0, faults: 0, broken: 0 };
  const note = ({ seed, violations, runs, requests, crashes, faults }: Result) => {
    total.histories += 1;
    total.runs += runs;
    total.requests += requests;
    total.crashes += crashes;
    total.faults += faults;
    if (violations.length > 0) total.broken += 1;
    for (const { invariant, what } of violations) {
      console.log(`seed ${seed}: ${invariant}: ${what}\n  replay: npm run simulate -- --seed ${seed}`);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${total.histories} of ${count}`);
  };
  const workers = Math.min(availableParallelism(), count);
  await Promise.all(
    Array.from({ length: workers }, (_, n) => run({ first: from + n, step: workers, last: from + count - 1 }, note)),
  );
  if (process.stderr.isTTY) process.stderr.write("\r");
  const seconds = (performance.now() - started) / 1000;
  const { histories, runs, requests, crashes, faults, broken } = total;
  const shown = (value: number) => value.toLocaleString("en");
  console.log(
    `${shown(histories)} histories in ${seconds.toFixed(0)} s: ${shown(runs)} runs of the engine, ${shown(requests)} requests, ` +
      `${shown(crashes)} crashes, ${shown(faults)} faults set; ${broken === 0 ? "every promise was kept" : `${broken} HISTORIES BROKE ONE`}`,
  );
  if (broken > 0) process.exitCode = 1;
}

function run(seeds: { first: number; step: number; last: number }, note: (result: Result) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("simulate/worker.ts", import.meta.url), { workerData: seeds });
    worker.on("message", note);
    worker.once("error", reject);
    worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}`))));
  });
}

function wholeNumber(name: "seed" | "seeds" | "from"): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} must be a whole number above 0, not ${values[name]}.`);
}
