import { expect, jest, test } from "@jest/globals";
import { playHistory } from "./history/history.js";

jest.setTimeout(300_000);

const SEEDS = 200;

test(`${SEEDS} histories keep every promise`, async () => {
  const broken: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations } = await playHistory(seed);
    broken.push(
      ...violations.map(({ invariant, what }) => `npm run simulate -- --seed ${seed}: ${invariant}: ${what}`),
    );
  }
  expect(broken).toEqual([]);
});

test("one seed is one history, to the last request", async () => {
  for (const seed of [3, 58, 112]) expect((await playHistory(seed)).lines).toEqual((await playHistory(seed)).lines);
});
