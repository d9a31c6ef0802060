import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RETRY_POLICY, stepAfter } from "../../../provider/client/http/retry-policy.js";
import {
  ApiError,
  DeadlineError,
  InvalidResponseError,
  TransportError,
  type TransportResponse,
  UnknownOutcomeError,
} from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { broken, json, page, type Step, USER } from "./scripted-transport.js";
import { session } from "./session.js";

const empty: TransportResponse = { status: 200, headers: {}, body: "" };
const cutOff: TransportResponse = { ...json(200, USER), body: '{"id": "u1", "na' };
const good = json(200, USER);
const ROLE_BODY = { id: "r", name: "", description: "", serviceRoleURNs: [] };

/** One line for each kind of failure: what a GET, a POST and a DELETE do. */
const ROWS: [
  name: string,
  step: Step,
  read: "retry" | "few" | "fail",
  write: "retry" | "few" | "unsettled" | "fail",
][] = [
  ["400", json(400, { message: "bad" }), "fail", "fail"],
  ["401", json(401, { message: "no" }), "fail", "fail"],
  ["403", json(403, { message: "no" }), "fail", "fail"],
  ["404 of the API", json(404, { message: "none" }), "fail", "fail"],
  ["404 of a proxy", page(404), "fail", "fail"],
  ["408", json(408, { message: "late" }), "retry", "unsettled"],
  ["409", json(409, { message: "there" }), "fail", "fail"],
  ["429", json(429, {}), "retry", "retry"],
  ["429 asking for 2 s", json(429, {}, { "retry-after": "2" }), "retry", "retry"],
  ["500", json(500, { message: "oh" }), "retry", "unsettled"],
  ["501", json(501, { message: "oh" }), "fail", "unsettled"],
  ["502 as a page", page(502), "retry", "unsettled"],
  ["503", json(503, { message: "oh" }), "retry", "unsettled"],
  ["503 asking for 2 s", json(503, { message: "oh" }, { "retry-after": "2" }), "retry", "unsettled"],
  ["504", page(504), "retry", "unsettled"],
  ["520", page(520), "fail", "unsettled"],
  ["200 as a page", page(200), "few", "unsettled"],
  ["200 cut off", cutOff, "few", "unsettled"],
  ["200 of another shape", json(200, { name: 1 }), "fail", "unsettled"],
  ["302", page(302, ""), "fail", "fail"],
  ["refused", broken("refused", false), "few", "few"],
  ["no route after a connection", broken("refused", true), "few", "unsettled"],
  ["unknown host name", broken("dns", false), "few", "few"],
  ["untrusted certificate", broken("tls", false), "fail", "fail"],
  ["TLS failed later", broken("tls", true), "fail", "unsettled"],
  ["reset", broken("reset", true), "few", "unsettled"],
  ["reset before anything was sent", broken("reset", false), "few", "few"],
  ["timeout", broken("timeout", true), "few", "unsettled"],
  ["timeout of the connection", broken("timeout", false), "few", "few"],
  ["something else", broken("other", true), "few", "unsettled"],
  ["something else before anything was sent", broken("other", false), "fail", "fail"],
];

describe.each(ROWS)("after %s", (_, step, read, write) => {
  const cases = [
    ["GET", read, (s: ReturnType<typeof session>) => s.cloudOne.users.describe("u1")],
    ["POST", write, (s: ReturnType<typeof session>) => s.cloudOne.users.modify("u1", { roleID: "read-only" })],
    ["DELETE", write, (s: ReturnType<typeof session>) => s.cloudOne.users.delete("u1")],
  ] as const;

  test.each(cases)("a %s does this: %s", async (method, expected, call) => {
    // A delete does not inspect a readable response.
    if (method === "DELETE" && "status" in step && step.body === '{"name":1}') return;
    const once = session([step, good]);
    const result = once.run<unknown>(call(once));
    if (expected === "retry" || expected === "few") {
      await result;
      expect(once.requests).toHaveLength(2);
    } else {
      const error = await caught(Error, result);
      expect(once.requests).toHaveLength(1);
      expect(error instanceof UnknownOutcomeError).toBe(expected === "unsettled");
      const cause = error instanceof UnknownOutcomeError ? error.cause : error;
      expect([ApiError, InvalidResponseError, TransportError].some((kind) => cause instanceof kind)).toBe(true);
    }
  });

  test("it ends", async () => {
    for (const [, expected, call] of cases) {
      if (expected !== "retry" && expected !== "few") continue;
      const forever = session([step]);
      const start = forever.clock.now();
      const error = await caught(Error, forever.run<unknown>(call(forever)));
      expect(error instanceof DeadlineError).toBe(expected === "retry");
      expect(forever.clock.now() - start).toBeLessThanOrEqual(300_000);
      if (expected === "few") expect(error.message).toContain(` after ${forever.requests.length} tries in `);
      if (expected === "few") expect(forever.requests.length).toBeLessThanOrEqual(6);
    }
  });
});

test("an empty 200 is a retry for a GET, unsettled for a POST, and done for a DELETE", async () => {
  const get = session([empty, good]);
  await get.run(get.cloudOne.users.describe("u1"));
  expect(get.requests).toHaveLength(2);
  const post = session([empty]);
  await caught(UnknownOutcomeError, post.run(post.cloudOne.roles.create(ROLE_BODY)));
  const remove = session([empty]);
  await remove.run(remove.cloudOne.users.delete("u1"));
});

test("a write is repeated only if nothing can have arrived, or the server refused it by its rate limit", () => {
  for (const { failures, arrived, write } of RETRY_POLICY) {
    if (typeof write === "object") expect(arrived === "no" || failures.every((failure) => failure === 429)).toBe(true);
  }
});

test("whatever the status, a write that is not clearly refused or done is unsettled", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 599 }),
      fc.constantFrom("POST" as const, "DELETE" as const),
      (status, method) => {
        const step = stepAfter({ method, failure: status, mayHaveArrived: true });
        if (status === 429) expect(step).toEqual({ retry: Number.POSITIVE_INFINITY });
        else expect(step).toBe(status >= 500 || status === 408 ? "readBack" : "fail");
      },
    ),
  );
});

test("errors of a transport other than TransportError pass through, so that a simulation can stop everything", async () => {
  const stop = new RangeError("killed");
  const { cloudOne, run, requests } = session([stop]);
  expect(await caught(RangeError, run(cloudOne.users.delete("u1")))).toBe(stop);
  expect(requests).toHaveLength(1);
});
