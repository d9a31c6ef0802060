import { expect, test } from "@jest/globals";
import { ApiError, StaleReadError } from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { json, USER } from "./scripted-transport.js";
import { session } from "./session.js";

const busy = (seconds: number) => json(429, { message: "slow down" }, { "retry-after": `${seconds}` });
const good = json(200, USER);
const body = { roleID: "read-only" };

test("a write held up for longer than its read stays valid is not sent, and the error says so", async () => {
  const { cloudOne, requests, run } = session([busy(20), good]);
  const error = await caught(StaleReadError, run(cloudOne.users.modify("u1", body, { maxReadAgeMs: 15_000 })));
  expect(requests).toHaveLength(1);
  expect(error).toMatchObject({ method: "POST", path: "/users/u1", waitedSeconds: 20, askedSeconds: 20 });
  expect(error.cause).toBeInstanceOf(ApiError);
  expect(error.message).toContain("POST /users/u1 was not carried out: it was held up for 20 s");
  expect(error.message).toContain("slow down");
});

test("a write held up for less is sent again, and so is one that rests on no read", async () => {
  for (const options of [{ maxReadAgeMs: 15_000 }, {}]) {
    const { cloudOne, requests, run } = session([busy("maxReadAgeMs" in options ? 10 : 200), good]);
    await run(cloudOne.users.modify("u1", body, options));
    expect(requests).toHaveLength(2);
  }
});

test("it does not queue behind requests that rest on no read", async () => {
  const { cloudOne, requests, run } = session([good], { maxRequestsPerSecond: 1 });
  const others = Array.from({ length: 100 }, () => cloudOne.users.describe("u1"));
  await run(Promise.all([...others, cloudOne.users.modify("u1", body, { maxReadAgeMs: 15_000 })]));
  expect(requests.findIndex(({ method }) => method === "POST")).toBeLessThan(3);
});

test("a write that waits for another request's pause is not sent either", async () => {
  const { cloudOne, requests, run } = session([busy(60), good]);
  const first = cloudOne.users.describe("u1");
  await new Promise((resolve) => setImmediate(resolve));
  const late = cloudOne.users.modify("u1", body, { maxReadAgeMs: 15_000 });
  const [, error] = await run(Promise.all([first, caught(StaleReadError, late)]));
  expect(error).toMatchObject({ waitedSeconds: 60 });
  expect(requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
});
