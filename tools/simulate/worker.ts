// Plays its share, one by one.
import { parentPort, workerData } from "node:worker_threads";
import type { Result, Share } from "./result.ts";

const { what, first, step, last } = workerData as Share;
const nothing = { runs: 0, requests: 0, crashes: 0, faults: 0 };
const tell = (result: Result) => parentPort?.postMessage(result);

if (what === "histories") {
  const { playHistory } = await import("../../test/simulation/history/history.ts");
  for (let seed = first; seed <= last; seed += step) {
    const { violations, runs, requests, crashes, faults } = await playHistory(seed);
    const wrong = violations.map((violation) => `${violation.invariant}: ${violation.what}`);
    tell({ title: `npm run simulate -- --seed ${seed}`, wrong, runs, requests, crashes, faults });
  }
} else if (what === "matrix") {
  const { allCases, titleOf, tryCase } = await import("../../test/simulation/matrix/matrix.ts");
  const cases = await allCases();
  for (let n = first - 1; n < cases.length; n += step) {
    const one = cases[n];
    if (one !== undefined) tell({ ...nothing, title: titleOf(one), wrong: await tryCase(one), faults: 1 });
  }
} else {
  const { allCrashes, titleOfCrash, tryCrash } = await import("../../test/simulation/crash-points.ts");
  const cases = await allCrashes();
  for (let n = first - 1; n < cases.length; n += step) {
    const one = cases[n];
    if (one !== undefined)
      tell({ ...nothing, title: titleOfCrash(one), wrong: (await tryCrash(one)).wrong, crashes: 1 });
  }
}
