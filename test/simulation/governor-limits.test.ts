import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { createCloudOneClient } from "../../provider/client/index.js";
import { FakeClock } from "../unit/client/fake-clock.js";
import { type Limit, limitedServer } from "../unit/client/limited-server.js";

// Much computation, for slow machines; no test waits.
jest.setTimeout(60_000);

/** Numbers in [0, 1), the same in every run. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Case {
  perSecond: number;
  kind: Limit["kind"];
  /** How long the work takes at the server's limit. */
  seconds: number;
  windowMs?: number;
  latencyMs?: number;
  jitterMs?: number;
  offsetMs?: number;
  retryAfter?: NonNullable<Limit["retryAfter"]>;
}

/** Sends one burst of requests, and returns how long it took relative to the limit. Throws if an operation fails. */
async function burst(limit: Case) {
  const { perSecond, kind, seconds, windowMs = 1000, latencyMs = 20, jitterMs = 0, offsetMs = 0 } = limit;
  const clock = new FakeClock();
  const random = numbers(perSecond + seconds + latencyMs + offsetMs);
  const { transport, log } = limitedServer(clock, {
    requests: (perSecond * windowMs) / 1000,
    windowMs,
    kind,
    offsetMs,
    retryAfter: limit.retryAfter ?? "seconds",
    latencyMs: () => latencyMs + jitterMs * random(),
  });
  const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport, random });
  const start = clock.now();
  const work = Array.from({ length: perSecond * seconds }, (_, i) => cloudOne.users.describe(`u${i}`));
  await clock.run(Promise.all(work));
  return { ratio: (clock.now() - start) / (seconds * 1000), log };
}

const LIMITS = [10, 50, 100].flatMap((perSecond) =>
  (["fixed", "sliding"] as const).flatMap((kind) => [5, 30].map((seconds) => ({ perSecond, kind, seconds }))),
);

describe("a burst of work under a limit that only the server knows", () => {
  test.each(LIMITS)(
    "takes at most 1.05 of the ideal, $perSecond/s, $kind window, $seconds s of work",
    async (limit) => {
      const { ratio, log } = await burst(limit);
      expect(ratio).toBeLessThanOrEqual(1.05);
      expect(log.taken).toHaveLength(limit.perSecond * limit.seconds);
    },
  );

  test.each([
    { perSecond: 100, kind: "sliding", seconds: 100 },
    { perSecond: 10, kind: "fixed", seconds: 600 },
    { perSecond: 10, kind: "sliding", seconds: 120, windowMs: 60_000 },
    { perSecond: 10, kind: "fixed", seconds: 120, windowMs: 60_000, offsetMs: 30_000 },
    { perSecond: 50, kind: "sliding", seconds: 60, latencyMs: 50, jitterMs: 20 },
    { perSecond: 100, kind: "fixed", seconds: 60, latencyMs: 60, offsetMs: 300 },
    { perSecond: 30, kind: "sliding", seconds: 60, latencyMs: 10, jitterMs: 40 },
    { perSecond: 100, kind: "sliding", seconds: 60, latencyMs: 10, jitterMs: 40 },
    { perSecond: 10, kind: "sliding", seconds: 60, retryAfter: "date" },
    { perSecond: 50, kind: "fixed", seconds: 60, retryAfter: "date", offsetMs: 450 },
    { perSecond: 10, kind: "fixed", seconds: 60, retryAfter: "absent", offsetMs: 450 },
    { perSecond: 100, kind: "sliding", seconds: 60, retryAfter: "absent" },
  ] as Case[])("takes at most 1.05 of the ideal, also with %j", async (limit) => {
    expect((await burst(limit)).ratio).toBeLessThanOrEqual(1.05);
  });

  test("whatever the limit, the server's windows and a moderate latency", async () => {
    const cases = fc.record({
      perSecond: fc.integer({ min: 2, max: 60 }),
      kind: fc.constantFrom("fixed" as const, "sliding" as const),
      seconds: fc.integer({ min: 10, max: 40 }),
      latencyMs: fc.integer({ min: 0, max: 30 }),
      jitterMs: fc.integer({ min: 0, max: 10 }),
      offsetMs: fc.integer({ min: 0, max: 999 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async (limit) => {
        expect((await burst(limit)).ratio).toBeLessThanOrEqual(1.05);
      }),
      { numRuns: 15 },
    );
  });

  test("is not refused again and again: the client learns the limit from a few bursts", async () => {
    const { log } = await burst({ perSecond: 50, kind: "sliding", seconds: 60 });
    expect(log.refused).toBeLessThan(60 * 50 * 0.02);
    expect(log.mostInFlight).toBe(32);
  });
});
