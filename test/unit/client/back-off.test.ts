import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { backOffMs } from "../../../provider/client/http/back-off.js";

describe("back-off", () => {
  test("doubles its range each time, up to 30 s", () => {
    const most = Array.from({ length: 10 }, (_, i) => backOffMs(i + 1, () => 1));
    expect(most).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test("takes any point of the range, but never 0", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (tries, random) => {
          const ms = backOffMs(tries, () => random);
          expect(ms).toBeGreaterThanOrEqual(100);
          expect(ms).toBeLessThanOrEqual(30_000);
          expect(ms).toBe(Math.max(100, random * backOffMs(tries, () => 1)));
        },
      ),
    );
  });
});
