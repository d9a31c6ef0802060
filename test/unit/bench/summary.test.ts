import { expect, test } from "@jest/globals";
import type { Measurement } from "../../../tools/bench/side-by-side/scenario.ts";
import { summarize } from "../../../tools/bench/side-by-side/summary.ts";

const measured = (changes: Partial<Measurement>): Measurement => ({
  system: "single",
  size: 10,
  latencyMs: 0,
  requestsPerSecond: null,
  round: 1,
  phase: "up",
  seconds: 1,
  cpuSeconds: 1,
  providerBytes: null,
  providerCpuSeconds: null,
  requests: {},
  refused: 0,
  peakInFlight: 0,
  serverSeconds: 0,
  stateBytes: 0,
  roles: 0,
  ...changes,
});

test("figures are medians of the rounds, beside the floor's figures for the same scenario and phase", () => {
  const [single, other] = summarize([
    ...[3, 100, 5].map((seconds, round) => measured({ seconds, round })),
    ...[2, 3, 1].map((seconds, round) => measured({ seconds, round, system: "floor" })),
    measured({ seconds: 50, system: "floor", size: 100 }),
  ]);
  expect(single).toMatchObject({ system: "single", rounds: 3, seconds: 5, timesFloor: 2.5, providerBytes: null });
  expect(other).toMatchObject({ system: "floor", seconds: 2, timesFloor: 1 });
});

test("the median of an even number of rounds is between the two in the middle", () => {
  const [row] = summarize([4, 1, 2, 9].map((seconds, round) => measured({ seconds, round })));
  expect(row?.seconds).toBe(3);
});

test("a role's state is its share of what the file grew by", () => {
  const [up] = summarize([
    measured({ stateBytes: 15_300 }),
    measured({ phase: "destroy", stateBytes: 300 }),
    measured({ phase: "destroy", stateBytes: 9_000, system: "naive" }),
  ]);
  expect(up?.stateBytesPerRole).toBe(1_500);
});

test("roles missing after up or left after destroy are counted in the worst round", () => {
  const requests = { "POST /roles": 10 };
  const [up, destroy] = summarize([
    measured({ roles: 10, requests }),
    measured({ roles: 7, round: 2, requests, failure: "429" }),
    measured({ phase: "destroy", roles: 2, requests }),
  ]);
  expect(up).toMatchObject({ astray: 3, failure: "429", requests: 10 });
  expect(destroy?.astray).toBe(2);
});
