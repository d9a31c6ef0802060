import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { createCloudOne, TransportError, type TransportResponse } from "../../../provider/client/index.js";
import { broken, json, page, type Step } from "./scripted-transport.js";
import { collect, KEY_ID, SECRET, session } from "./session.js";

const KEY = `${KEY_ID}:${SECRET}`;
const ECHO = `got authorization: ApiKey ${KEY} and ${encodeURIComponent(SECRET)} ${Buffer.from(KEY).toString("base64")}`;
const echoed = (status: number, headers: Record<string, string> = {}): TransportResponse =>
  json(status, { message: ECHO, fields: { [SECRET]: ECHO, state: { deep: [ECHO] } } }, headers);

/** Every way that a request can fail, with the secret in everything that the other side may send. */
const FAILURES: [name: string, step: Step][] = [
  ...[400, 401, 403, 404, 408, 409, 418, 429, 500, 501, 502, 503, 504].map((status): [string, Step] => [
    `${status}`,
    echoed(status),
  ]),
  ["429 with a wait", echoed(429, { "retry-after": "100000" })],
  ["503 with a wait", echoed(503, { "retry-after": `${SECRET}` })],
  ["text", { status: 400, headers: {}, body: ECHO }],
  ["a page", page(200, `<title>${ECHO}</title>`)],
  ["a page without a title", page(502, `<p>${ECHO}</p>`)],
  ["a 404 that is not the API's", page(404, `<title>${ECHO}</title>`)],
  ["a truncated body", { ...json(200, {}), body: `{"id": "${ECHO}` }],
  ["another shape", json(200, { id: ECHO, email: 1, [SECRET]: ECHO })],
  ["another object", json(200, { id: ECHO, email: ECHO, roleID: ECHO, state: ECHO, serviceRoleURNs: [] })],
  ["a redirect", { status: 302, headers: { location: `https://h.example/${SECRET}?${ECHO}` }, body: "" }],
  ...(["refused", "dns", "tls", "reset", "timeout", "other"] as const).flatMap((kind): [string, Step][] => [
    [`${kind}, nothing sent`, broken(kind, false, ECHO)],
    [`${kind}, something sent`, broken(kind, true, ECHO)],
  ]),
];

function leaks(error: Error): string[] {
  const texts = [
    error.message,
    error.stack ?? "",
    String(error),
    inspect(error, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(error),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
  ];
  const secrets = [SECRET, encodeURIComponent(SECRET), Buffer.from(KEY).toString("base64").replace(/=+$/, "")];
  return texts.filter((text) => secrets.some((secret) => text.includes(secret)) || /authorization/i.test(text));
}

/** What succeeds anyway: the body of a 200 to a deletion does not matter. */
const RESOLVES = ["another shape: DELETE", "another object: DELETE"];

describe.each(FAILURES)("the secret does not survive %s", (name, step) => {
  test.each([
    ["GET", (s: ReturnType<typeof session>) => s.cloudOne.users.describe("u1")],
    ["list", (s: ReturnType<typeof session>) => collect(s.cloudOne.roles.list())],
    ["POST", (s: ReturnType<typeof session>) => s.cloudOne.users.modify("u1", { roleID: "r" })],
    ["DELETE", (s: ReturnType<typeof session>) => s.cloudOne.users.delete("u1")],
    [
      "a write that is held up",
      (s: ReturnType<typeof session>) => s.cloudOne.users.modify("u1", { roleID: "r" }, { maxReadAgeMs: 1 }),
    ],
    ["a path", (s: ReturnType<typeof session>) => s.cloudOne.users.modify(SECRET, { roleID: KEY })],
  ])("in a %s", async (request, call) => {
    const s = session([step]);
    const result = await s.run(Promise.allSettled([call(s) as Promise<unknown>]));
    const [outcome] = result;
    if (RESOLVES.includes(`${name}: ${request}`)) {
      expect(outcome).toEqual({ status: "fulfilled", value: undefined });
      return;
    }
    expect(outcome).toEqual({ status: "rejected", reason: expect.any(Error) });
    expect(leaks((outcome as PromiseRejectedResult).reason)).toEqual([]);
  });
});

test("the test would see a leak", () => {
  expect(leaks(new Error(`x ${SECRET}`))).not.toEqual([]);
  expect(leaks(new Error("x", { cause: { options: { headers: { authorization: "ApiKey" } } } }))).not.toEqual([]);
  expect(leaks(new TransportError(ECHO, { kind: "other", mayHaveArrived: true }))).not.toEqual([]);
});

test("no printable part of the client contains the secret", () => {
  const cloudOne = createCloudOne({ apiKey: KEY });
  expect(inspect(cloudOne, { depth: null, showHidden: true, getters: true })).not.toContain(SECRET);
  expect(JSON.stringify(cloudOne)).not.toContain(SECRET);
  expect(cloudOne.apiKeyId).toBe(KEY_ID);
});

test("no notice of a wait contains the secret", async () => {
  const notices: unknown[] = [];
  const { cloudOne, run } = session([echoed(429, { "retry-after": "10" }), json(204, {})], {
    onWait: (notice) => notices.push(notice),
  });
  await run(cloudOne.users.delete(SECRET));
  expect(notices).toHaveLength(1);
  expect(JSON.stringify(notices)).not.toContain(SECRET);
  expect(JSON.stringify(notices)).not.toContain(encodeURIComponent(SECRET));
});
