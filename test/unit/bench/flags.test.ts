import { expect, test } from "@jest/globals";
import { readFlags } from "../../../tools/bench/side-by-side/flags.ts";

test("every combination of sizes, latencies and rates is a scenario", () => {
  const { scenarios, rounds } = readFlags([
    "--sizes",
    "10,20",
    "--latency",
    "0,50",
    "--rate",
    "unlimited,10",
    "--rounds",
    "2",
  ]);
  expect(scenarios).toHaveLength(8);
  expect(scenarios).toContainEqual({ size: 20, latencyMs: 50, requestsPerSecond: 10 });
  expect(scenarios).toContainEqual({ size: 10, latencyMs: 0, requestsPerSecond: null });
  expect(rounds).toBe(2);
});

test.each([
  [["--systems", "terraform"], '--systems: "terraform" is not one of floor, single'],
  [["--phases", "up,down"], '--phases: "down" is not one of up, preview'],
  [["--sizes", "ten"], '--sizes: "ten" is not a whole number.'],
  [["--size", "10"], "--size"],
])("%j is refused with a message that says what is wrong", (args, words) => {
  expect(() => readFlags(args)).toThrow(words);
});
