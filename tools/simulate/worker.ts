// Plays the seeds that it is sent, one after the other.
import { parentPort, workerData } from "node:worker_threads";
import type { Result } from "./result.ts";

const { playHistory } = await import("../../test/simulation/history/history.ts");
const { first, step, last } = workerData as { first: number; step: number; last: number };

for (let seed = first; seed <= last; seed += step) {
  const { violations, runs, requests, crashes, faults } = await playHistory(seed);
  const result: Result = { seed, violations, runs, requests, crashes, faults };
  parentPort?.postMessage(result);
}
