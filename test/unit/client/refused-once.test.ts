import { describe, expect, jest, test } from "@jest/globals";
import { createCloudOneClient, type Transport } from "../../../provider/client/index.js";
import { FakeClock } from "./fake-clock.js";
import { json, USER } from "./scripted-transport.js";

// Much computation, for slow machines; no test waits.
jest.setTimeout(60_000);

interface Case {
  /** Requests accepted one after the other before the refusal. */
  before: number;
  /** The value of Retry-After. */
  pauseSeconds: number;
  /** How many requests in a row the server refuses. */
  refusals: number;
  /** Requests queued in one burst after that. */
  work: number;
}

/** A server without a limit of its own: for once, other clients' requests have used up its capacity. */
async function play({ before, pauseSeconds, refusals, work }: Case) {
  const clock = new FakeClock();
  let seen = 0;
  let refused = 0;
  const transport: Transport = async () => {
    await clock.sleep(20);
    seen += 1;
    const isRefused = seen > before && refused < refusals;
    if (isRefused) refused += 1;
    await clock.sleep(20);
    return isRefused ? json(429, {}, { "retry-after": String(pauseSeconds) }) : json(200, USER);
  };
  const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport, random: () => 0.5 });
  for (let i = 0; i < before; i += 1) await clock.run(cloudOne.users.describe("u1"));
  const start = clock.now();
  await clock.run(Promise.all(Array.from({ length: work }, () => cloudOne.users.describe("u1"))));
  return { seconds: (clock.now() - start) / 1000, seen };
}

const CASES: Case[] = [0, 3, 50].flatMap((before) =>
  [1, 10, 60].flatMap((pauseSeconds) => [60, 500].map((work) => ({ before, pauseSeconds, refusals: 1, work }))),
);

describe("a refusal that other clients' requests have caused", () => {
  test.each(CASES)("costs its pause and nothing after it: %j", async (scenario) => {
    const { seconds, seen } = await play(scenario);
    expect(seen).toBe(scenario.before + 1 + scenario.work);
    expect(seconds).toBeLessThan(scenario.pauseSeconds + (scenario.work / 32) * 0.04 + 0.5);
  });

  test.each([0, 3, 19].flatMap((before) => [1, 10, 60].map((pauseSeconds) => ({ before, pauseSeconds }))))(
    "is made up for within seconds even if it hit all requests in flight: %j",
    async ({ before, pauseSeconds }) => {
      const few = await play({ before, pauseSeconds, refusals: 32, work: 60 });
      expect(few.seconds).toBeLessThan(pauseSeconds + 12);
      const many = await play({ before, pauseSeconds, refusals: 32, work: 500 });
      expect(many.seconds).toBeLessThan(pauseSeconds + 20);
    },
  );

  test("does the same if requests are sent one at a time", async () => {
    for (const pauseSeconds of [1, 5, 10, 60]) {
      const clock = new FakeClock();
      let seen = 0;
      const transport: Transport = async () => {
        await clock.sleep(40);
        seen += 1;
        return seen === 4 ? json(429, {}, { "retry-after": String(pauseSeconds) }) : json(200, USER);
      };
      const cloudOne = createCloudOneClient({ apiKey: "key:s3cr3t-words" }, { clock, transport, random: () => 0.5 });
      const start = clock.now();
      for (let i = 0; i < 200; i += 1) await clock.run(cloudOne.users.describe("u1"));
      expect((clock.now() - start) / 1000).toBeLessThan(pauseSeconds + 200 * 0.04 + 8);
    }
  });
});
