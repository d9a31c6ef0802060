import { expect, jest, test } from "@jest/globals";
import { allCrashes, titleOfCrash, tryCrash } from "../../simulation/crash-points.js";

jest.setTimeout(300_000);

/** Every so many cases; prime, so that all kinds of crashes come up. */
const STRIDE = 11;

test(`one crash point of twelve resources in ${STRIDE} leaves nothing that the next up does not mend`, async () => {
  const wrong: string[] = [];
  let pending = 0;
  const cases = await allCrashes();
  for (let n = 0; n < cases.length; n += STRIDE) {
    const one = cases[n];
    if (one === undefined) continue;
    const result = await tryCrash(one);
    wrong.push(...result.wrong.map((what) => `${titleOfCrash(one)}: ${what}`));
    pending += result.pending > 0 ? 1 : 0;
  }
  expect(wrong).toEqual([]);
  expect(pending).toBeGreaterThan(cases.length / STRIDE / 2);
});
