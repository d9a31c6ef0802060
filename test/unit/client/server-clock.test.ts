import { expect, test } from "@jest/globals";
import { createCloudOneClient, RateLimiter, type TransportResponse } from "../../../provider/client/index.js";
import { FakeClock } from "./fake-clock.js";
import { json, page, USER } from "./scripted-transport.js";

const HOUR_MS = 3_600_000;

/** How far ahead of this machine's clock the client takes the server's to be, after these responses, one per second. */
async function aheadAfter(...answers: { hours: number; answer?: TransportResponse }[]): Promise<number> {
  const clock = new FakeClock();
  let n = 0;
  const cloudOne = createCloudOneClient(
    { apiKey: "key:s3cr3t-words", deadlineSeconds: 1 },
    {
      clock,
      rateLimiter: new RateLimiter({ clock }),
      transport: async () => {
        await clock.sleep(1000);
        const { hours, answer = json(200, USER) } = answers[n] ?? { hours: 0 };
        n += 1;
        return {
          ...answer,
          headers: { ...answer.headers, date: new Date(clock.now() + hours * HOUR_MS).toUTCString() },
        };
      },
    },
  );
  while (n < answers.length) await clock.run(cloudOne.users.describe("u1").catch(() => undefined));
  return Math.round((cloudOne.serverTime() - clock.now()) / HOUR_MS);
}

test("two responses of the API that agree set the server's time", async () => {
  expect(await aheadAfter({ hours: 9 }, { hours: 9 })).toBe(9);
  expect(await aheadAfter({ hours: -9 }, { hours: -9 }, { hours: 3 }, { hours: 3 })).toBe(3);
});

test("a single deviating response changes nothing, at first or later", async () => {
  expect(await aheadAfter({ hours: 9 })).toBe(0);
  expect(await aheadAfter({ hours: 9 }, { hours: 0 })).toBe(0);
  expect(await aheadAfter({ hours: 2 }, { hours: 2 }, { hours: 900 }, { hours: 2 }, { hours: -900 })).toBe(2);
});

test("the API's own refusal also gives the time", async () => {
  const refusal = json(404, { message: "none" });
  expect(await aheadAfter({ hours: 9, answer: refusal }, { hours: 9, answer: refusal })).toBe(9);
});

test.each([
  ["a proxy's page", page(200)],
  ["a proxy's 404", page(404)],
  ["a 502 page", page(502)],
  ["an outage", json(500, { message: "down" })],
  ["a refusal without a body", { status: 403, headers: {}, body: "" }],
  ["JSON of another kind", json(200, { some: "thing" })],
  ["a redirect", { status: 302, headers: { location: "https://elsewhere.example" }, body: "" }],
])("a response that is not the API's own gives no time: %s", async (_, answer) => {
  expect(await aheadAfter({ hours: 9, answer }, { hours: 9, answer }, { hours: 9, answer })).toBe(0);
});
