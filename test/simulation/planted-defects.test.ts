import { expect, jest, test } from "@jest/globals";
import { DEFECTS } from "./history/defects.js";
import { playHistory } from "./history/history.js";
import { INVARIANTS } from "./history/invariants.js";

jest.setTimeout(300_000);

const SEEDS = 300;

test.each(DEFECTS)("the simulator detects the defect: $name", async (defect) => {
  const broken: string[] = [];
  const { seed: first = 1 } = defect;
  for (let seed = first; seed < first + SEEDS && !broken.includes(defect.breaks); seed++) {
    const { violations } = await playHistory(seed, defect);
    broken.push(...violations.map(({ invariant }) => invariant));
  }
  expect(broken).toContain(defect.breaks);
});

test("there is a planted defect for every invariant", () => {
  expect(new Set(DEFECTS.map(({ breaks }) => breaks))).toEqual(new Set(INVARIANTS));
});
