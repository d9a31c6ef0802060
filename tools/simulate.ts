// Plays histories of the simulator, or all cases of the fault matrix or of the crash points (docs/reliability.md).
//   npm run simulate                        1,000 histories
//   npm run simulate -- --seeds 10000       this many, from seed 1, or from --from N
//   npm run simulate -- --seed 42           one history in full
//   npm run simulate -- --matrix            every fault at every request of every operation
//   npm run simulate -- --crashes           a crash at every request of twelve resources
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Result, Share } from "./simulate/result.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    matrix: { type: "boolean", default: false },
    crashes: { type: "boolean", default: false },
  },
});

if (values.matrix) await playAll("matrix");
else if (values.crashes) await playAll("crashes");
else if (values.seed === undefined) await playAll("histories", wholeNumber("from"), wholeNumber("seeds"));
else await tell(wholeNumber("seed"));

async function tell(seed: number): Promise<void> {
  const { playHistory } = await import("../test/simulation/history/history.ts");
  const { lines, violations } = await playHistory(seed);
  console.log(lines.join("\n"));
  console.log(violations.length === 0 ? "\nEvery promise was kept." : `\n${violations.length} BROKEN PROMISES`);
  if (violations.length > 0) process.exitCode = 1;
}

async function playAll(what: Share["what"], from = 1, count = Number.POSITIVE_INFINITY): Promise<void> {
  const started = performance.now();
  const total = { played: 0, runs: 0, requests: 0, crashes: 0, faults: 0, broken: 0 };
  const note = ({ title, wrong, runs, requests, crashes, faults }: Result) => {
    total.played += 1;
    total.runs += runs;
    total.requests += requests;
    total.crashes += crashes;
    total.faults += faults;
    if (wrong.length > 0) total.broken += 1;
    if (wrong.length > 0) console.log(`${title}\n  ${wrong.join("\n  ")}`);
    if (process.stderr.isTTY) process.stderr.write(`\r${total.played} ${what === "histories" ? "histories" : "cases"}`);
  };
  const step = Math.min(availableParallelism(), count);
  const shares = Array.from({ length: step }, (_, n) => ({ what, first: from + n, step, last: from + count - 1 }));
  await Promise.all(shares.map((share) => play(share, note)));
  if (process.stderr.isTTY) process.stderr.write("\r");
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { played, runs, requests, crashes, faults, broken } = total;
  const shown = (value: number) => value.toLocaleString("en");
  const of = {
    histories: `histories in ${seconds} s: ${shown(runs)} runs of the engine, ${shown(requests)} requests, ${shown(crashes)} crashes, ${shown(faults)} faults set`,
    matrix: `faults in ${seconds} s`,
    crashes: `crash points in ${seconds} s`,
  }[what];
  console.log(`${shown(played)} ${of}; ${broken === 0 ? "every promise was kept" : `${broken} BROKE ONE`}`);
  if (broken > 0) process.exitCode = 1;
}

function play(share: Share, note: (result: Result) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("simulate/worker.ts", import.meta.url), { workerData: share });
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
