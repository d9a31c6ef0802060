import { describe, expect, test } from "@jest/globals";
import {
  ApiError,
  createCloudOneClient,
  DeadlineError,
  describeWait,
  type WaitNotice,
} from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { FakeClock } from "./fake-clock.js";
import { broken, json, USER } from "./scripted-transport.js";
import { session } from "./session.js";

const busy = (retryAfter?: string) =>
  json(429, { message: "slow down" }, retryAfter === undefined ? {} : { "retry-after": retryAfter });
const down = (retryAfter: string) => json(503, { message: "maintenance" }, { "retry-after": retryAfter });
const good = json(200, USER);

describe("a server that asks to wait", () => {
  test.each([
    ["seconds, 429", busy("7"), 7000],
    ["a date, 429", busy("Tue, 01 Jan 2030 00:00:09 GMT"), 9000],
    ["seconds, 503", down("7"), 7000],
    ["a date, 503", down("Tue, 01 Jan 2030 00:00:09 GMT"), 9000],
  ])("is obeyed to the millisecond: %s", async (_, step, ms) => {
    const { clock, cloudOne, run } = session([step, good], { random: () => 0 });
    const start = clock.now();
    await run(cloudOne.users.describe("u1"));
    expect(clock.now() - start).toBe(ms);
  });

  test("gets the next try after the client's own back-off, at least a second, if it gives no time or 0", async () => {
    for (const retryAfter of [undefined, "0", "soon"]) {
      const { clock, cloudOne, run } = session([...Array.from({ length: 5 }, () => busy(retryAfter)), good]);
      const start = clock.now();
      await run(cloudOne.users.describe("u1"));
      expect(clock.now() - start).toBe(1000 + 1000 + 1000 + 2000 + 4000);
    }
  });

  test("without a time gets each try after a longer back-off", async () => {
    const { clock, cloudOne, run } = session([json(500, {}), broken("reset", true), json(502, {}), good]);
    const start = clock.now();
    await run(cloudOne.users.describe("u1"));
    expect(clock.now() - start).toBe(250 + 500 + 1000);
  });

  test("for longer than the budget ends the operation immediately, and the error gives both times", async () => {
    const { clock, cloudOne, run, requests } = session([busy("10"), busy("3600")]);
    const start = clock.now();
    const error = await caught(DeadlineError, run(cloudOne.users.describe("u1")));
    expect(clock.now() - start).toBe(10_000);
    expect(requests).toHaveLength(2);
    expect(error).toMatchObject({
      waitedSeconds: 10,
      askedSeconds: 3600,
      deadlineSeconds: 300,
      method: "GET",
      path: "/users/u1",
    });
    expect(error.message).toContain("GET /users/u1: gave up after 10 s of the 300 s");
    expect(error.message).toContain("the server asked to wait 3600 s");
    expect(error.message).toContain("slow down");
    expect(error.cause).toBeInstanceOf(ApiError);
  });

  test("for most of the budget is waited for", async () => {
    const { cloudOne, run, requests } = session([busy("299"), good]);
    await run(cloudOne.users.describe("u1"));
    expect(requests).toHaveLength(2);
  });

  test("holds back the rest of the queue as long, and fails operations whose budget is too short", async () => {
    const { clock, cloudOne, run, requests } = session([busy("3600"), good]);
    const start = clock.now();
    const all = Array.from({ length: 50 }, (_, i) => caught(DeadlineError, cloudOne.users.describe(`u${i}`)));
    // 32 are in flight at a time; the script accepts all but the first, whose refusal fails the waiting ones.
    const outcome = await run(Promise.allSettled(all));
    expect(outcome.filter(({ status }) => status === "fulfilled")).toHaveLength(1 + 50 - 32);
    expect(requests).toHaveLength(32);
    expect(clock.now()).toBe(start);
    const late = await run(caught(DeadlineError, cloudOne.users.describe("u1")));
    expect(late.message).toContain(
      "gave up after 0 s of the 300 s that one operation may take; the server asked to wait 3600 s",
    );
    expect(requests).toHaveLength(32);
  });

  test("forever takes no longer than one budget, for a queue of any length", async () => {
    const { clock, cloudOne, run } = session([busy("5")]);
    const start = clock.now();
    await run(
      Promise.all(Array.from({ length: 300 }, (_, i) => caught(DeadlineError, cloudOne.users.describe(`u${i}`)))),
    );
    expect(clock.now() - start).toBeLessThanOrEqual(310_000);
  });
});

describe("a budget", () => {
  test("limits an operation that never succeeds to the configured time", async () => {
    const { clock, cloudOne, run, requests } = session([json(500, { message: "oh" })], { deadlineSeconds: 40 });
    const start = clock.now();
    const error = await caught(DeadlineError, run(cloudOne.users.describe("u1")));
    expect(clock.now() - start).toBeLessThanOrEqual(40_000);
    expect(error.waitedSeconds).toBeGreaterThan(20);
    expect(error.message).toContain("of the 40 s");
    expect(error).not.toHaveProperty("askedSeconds");
    expect(requests.length).toBeGreaterThan(5);
  });

  test("counts the time that requests take", async () => {
    const clock = new FakeClock();
    const cloudOne = createCloudOneClient(
      { apiKey: "key:s3cr3t-words" },
      {
        clock,
        random: () => 0,
        transport: async () => {
          await clock.sleep(20_000);
          return json(500, {});
        },
      },
    );
    const start = clock.now();
    const error = await caught(DeadlineError, clock.run(cloudOne.users.describe("u1")));
    expect(clock.now() - start).toBeLessThanOrEqual(320_000);
    expect(error.waitedSeconds).toBeGreaterThan(280);
  });

  test("shortens the last requests' timeouts", async () => {
    const { cloudOne, run, requests } = session([busy("8"), busy("1.5"), busy("9")], {
      deadlineSeconds: 10,
      timeoutSeconds: 60,
    });
    await caught(DeadlineError, run(cloudOne.users.describe("u1")));
    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 2000, 1000]);
  });

  test("leaves no doubt about a write that the server always refused", async () => {
    const { cloudOne, run } = session([busy("200")]);
    await caught(DeadlineError, run(cloudOne.users.delete("u1")));
  });

  test.each(["deadlineSeconds", "timeoutSeconds", "maxRequestsPerSecond"])(
    "and similar options must be a number above 0: %s",
    (name) => {
      for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => session([good], { [name]: value })).toThrow(`${name} must be a number above 0`);
      }
    },
  );
});

describe("a wait of more than 3 seconds", () => {
  const listen = () => {
    const notices: WaitNotice[] = [];
    return { notices, onWait: (notice: WaitNotice) => void notices.push(notice) };
  };

  test("is reported once, with its length, reason and request", async () => {
    const { notices, onWait } = listen();
    const { cloudOne, run } = session([busy("10"), down("20"), busy("3"), good], { onWait });
    await run(cloudOne.users.describe("u1"));
    expect(notices).toEqual([
      { seconds: 10, reason: "the server asked to wait (429)", method: "GET", path: "/users/u1" },
      { seconds: 20, reason: "the server asked to wait (503)", method: "GET", path: "/users/u1" },
    ]);
  });

  test("that all requests share is reported once for all of them", async () => {
    const { notices, onWait } = listen();
    const steps = Array.from({ length: 8 }, () => busy("10"));
    const { cloudOne, run } = session([...steps, good], { onWait });
    const work = Array.from({ length: 8 }, () => cloudOne.users.describe("u1"));
    await run(Promise.all(work));
    expect(notices).toHaveLength(1);
  });

  test("is also reported for a back-off", async () => {
    const { notices, onWait } = listen();
    const { cloudOne, run } = session([...Array.from({ length: 5 }, () => broken("reset", true)), good], { onWait });
    await run(cloudOne.users.describe("u1"));
    expect(notices).toEqual([{ seconds: 4, reason: "another try after reset", method: "GET", path: "/users/u1" }]);
  });

  test("for a response is reported once for all requests that wait for one", async () => {
    const { notices, onWait } = listen();
    const clock = new FakeClock();
    const transport = async ({ timeoutMs }: { timeoutMs: number }) => {
      await clock.sleep(timeoutMs);
      throw broken("timeout", true);
    };
    const cloudOne = createCloudOneClient(
      { apiKey: "2Fkey:hidden-words", onWait, timeoutSeconds: 20 },
      { clock, transport },
    );
    const work = ["u1", "u2"].map((id) => cloudOne.users.modify(id, { roleID: "read-only" }).catch((error) => error));
    await clock.run(Promise.all(work));
    const notice = { seconds: 15, reason: "none has come for 5 s", method: "POST", path: "/users/u1", isSent: true };
    expect(notices).toEqual([notice]);
    expect(notices.map((notice) => describeWait(notice))).toEqual([
      "Waiting up to 15 s more for the response to POST /users/u1: none has come for 5 s",
    ]);
  });

  test("is reported for a request that comes while the server accepts none, and for a long queue", async () => {
    const { notices, onWait } = listen();
    const { cloudOne, run, clock } = session([busy("10"), good], { onWait, maxRequestsPerSecond: 2 });
    const first = cloudOne.users.describe("u1");
    await Promise.resolve();
    await run(Promise.all([first, clock.sleep(4000).then(() => cloudOne.users.describe("u1"))]));
    expect(notices.map(({ seconds }) => seconds)).toEqual([10]);
    await run(Promise.all(Array.from({ length: 40 }, () => cloudOne.users.describe("u1"))));
    expect(notices.slice(1).map(({ reason }) => reason)).toEqual(
      Array.from({ length: notices.length - 1 }, () => "requests before it, at the pace allowed"),
    );
    expect(notices.length).toBeGreaterThan(1);
    expect(notices.length).toBeLessThan(6);
  });
});
