import { expect, test } from "@jest/globals";
import { CancelledError } from "../../../provider/client/errors/cancelled-error.js";
import { createCloudOneClient, RateLimiter, type Transport } from "../../../provider/client/index.js";
import { asOperation } from "../../../provider/client/pacing/operation-context.js";
import { caught } from "./caught.js";
import { FakeClock } from "./fake-clock.js";
import { json, page, USER } from "./scripted-transport.js";

const BODY = { roleID: "read-only", state: "enabled" } as const;

/** A client whose run is cancelled this many milliseconds after its start. */
function cancelledAfter(ms: number, answer: Transport) {
  const clock = new FakeClock();
  const run = new AbortController();
  const sent: string[] = [];
  const transport: Transport = async (request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`);
    await clock.sleep(40);
    return answer(request);
  };
  const rateLimiter = new RateLimiter({ clock });
  const cloudOne = createCloudOneClient(
    { apiKey: "key:s3cr3t-words" },
    { clock, transport, rateLimiter, random: () => 0.5, signal: run.signal },
  );
  const start = clock.now();
  void clock.sleep(ms).then(() => run.abort());
  return { clock, cloudOne, sent, rateLimiter, elapsed: () => clock.now() - start };
}

test("a wait for the pace ends when the run is cancelled", async () => {
  const { clock, cloudOne, sent, elapsed, rateLimiter } = cancelledAfter(3000, async () => json(200, USER));
  rateLimiter.limitTo(1);
  const work = Array.from({ length: 60 }, (_, n) =>
    cloudOne.users.modify(`u${n}`, BODY).catch((error: unknown) => error),
  );
  const results = await clock.run(Promise.all(work));
  expect(elapsed()).toBeLessThan(3100);
  expect(sent.length).toBeLessThan(6);
  expect(rateLimiter.waiting).toBe(0);
  const cancelled = results.filter((result) => result instanceof CancelledError);
  expect(cancelled).toHaveLength(60 - sent.length);
  expect(String(cancelled[0])).toContain("was not sent: the run was cancelled. What was done is kept; run again");
});

test.each([
  ["the server's limit", json(429, {}, { "retry-after": "60" })],
  ["a maintenance window", json(503, { message: "down" }, { "retry-after": "60" })],
  ["a back-off", page(502)],
])("a wait for %s ends when the run is cancelled", async (_, answer) => {
  const { clock, cloudOne, elapsed } = cancelledAfter(4000, async () => answer);
  await caught(CancelledError, clock.run(cloudOne.users.describe("u1")));
  expect(elapsed()).toBeLessThan(4100);
});

test("nothing is sent once the run is cancelled", async () => {
  const { clock, cloudOne, sent } = cancelledAfter(0, async () => json(200, USER));
  await clock.run(clock.sleep(1));
  await caught(CancelledError, clock.run(cloudOne.users.describe("u1")));
  await caught(CancelledError, clock.run(cloudOne.users.modify("u1", BODY)));
  expect(sent).toEqual([]);
});

test("a cancelled run waits for a write in progress, but not for a read", async () => {
  const reading = cancelledAfter(1000, async () => {
    await reading.clock.sleep(20_000);
    return json(200, USER);
  });
  await caught(CancelledError, reading.clock.run(reading.cloudOne.users.describe("u1")));
  expect(reading.elapsed()).toBeLessThan(1100);
  const writing = cancelledAfter(1000, async () => {
    await writing.clock.sleep(20_000);
    return json(200, { ...USER, id: "u1" });
  });
  expect(await writing.clock.run(writing.cloudOne.users.modify("u1", BODY))).toMatchObject({ id: "u1" });
  expect(writing.elapsed()).toBeGreaterThan(20_000);
});

test("the outcome of a write in progress is still read, but not waited for", async () => {
  for (const pauseSeconds of [0, 60]) {
    let n = 0;
    const { clock, cloudOne, sent, elapsed } = cancelledAfter(20, async () => {
      n += 1;
      return n === 2 && pauseSeconds > 0
        ? json(429, {}, { "retry-after": String(pauseSeconds) })
        : json(200, { ...USER, id: "u1" });
    });
    const operation = asOperation(async () => {
      await cloudOne.users.modify("u1", BODY);
      await cloudOne.users.describe("u1");
      return cloudOne.users.modify("u1", BODY);
    });
    await caught(CancelledError, clock.run(operation));
    expect(sent).toEqual(["POST /api/users/u1", "GET /api/users/u1"]);
    expect(elapsed()).toBeLessThan(2000);
  }
});

test("without a signal nothing is ever cancelled", async () => {
  const clock = new FakeClock();
  const cloudOne = createCloudOneClient(
    { apiKey: "key:s3cr3t-words" },
    { clock, transport: async () => json(200, USER) },
  );
  expect(await clock.run(cloudOne.users.describe("u1"))).toMatchObject({ id: "u1" });
});
