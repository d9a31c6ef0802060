import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { faultKinds } from "../../../emulator/fault-kinds.js";
import { ConnectionReset, type FaultKind } from "../../../emulator/index.js";
import { scene } from "./caller.js";

const role = { id: "new", name: "New", serviceRoleURNs: [] };
const json = "application/json";

const responses: Partial<
  Record<FaultKind, { status: number; type: string | null; retryAfter?: string; text?: RegExp }>
> = {
  "slow-body": { status: 201, type: json, text: /^\{"id":"new".*\}$/ },
  "429-seconds": { status: 429, type: null, retryAfter: "1", text: /^$/ },
  "429-date": { status: 429, type: null, retryAfter: "Fri, 02 Jan 2026 03:04:06 GMT" },
  "429-bare": { status: 429, type: null },
  "500": { status: 500, type: json, text: /Something went wrong/ },
  "500-after": { status: 500, type: json },
  "502-html": { status: 502, type: "text/html", text: /<html>/ },
  "502-html-after": { status: 502, type: "text/html" },
  "503": { status: 503, type: json },
  "503-retry-after": { status: 503, type: json, retryAfter: "1" },
  "401": { status: 401, type: json, text: /Unauthorized/ },
  "403-echo": { status: 403, type: "text/html", text: /authorization: ApiKey \S+/ },
  "403-empty": { status: 403, type: null, text: /^$/ },
  "404-html": { status: 404, type: "text/html" },
  "truncated-json": { status: 201, type: json, text: /^\{"id":"new"[^}]*$/ },
  "wrong-content-type": { status: 201, type: "text/html", text: /^\{.*\}$/ },
  "wrong-shape": { status: 201, type: json, text: /^\{"unexpected":\[\]\}$/ },
  "200-message": { status: 200, type: json, text: /^\{"message":"Maintenance"\}$/ },
  "200-null": { status: 200, type: json, text: /^null$/ },
  redirect: { status: 302, type: null },
};

describe.each(Object.entries(responses))("The fault %s", (name, { status, type, retryAfter, text }) => {
  const kind = name as FaultKind;
  const { effect } = faultKinds[kind];

  test(`returns ${status}, once, and the role is ${effect ? "created" : "not created"}`, async () => {
    const { call, emulator } = scene();
    const fault = emulator.faults.add({ kind });
    const response = await call("POST /roles", role);
    expect([response.status, response.headers.get("Content-Type")]).toEqual([status, type]);
    expect(response.headers.get("Retry-After")).toBe(retryAfter ?? null);
    if (text) expect(response.text).toMatch(text);
    expect(emulator.store.roles.has("new")).toBe(effect);
    expect(emulator.requests).toMatchObject([{ status, fault: kind, handled: effect, body: role }]);
    expect(emulator.writes()).toHaveLength(effect ? 1 : 0);
    expect(fault.hits).toBe(1);
    expect((await call("GET /roles")).status).toBe(200);
  });
});

test.each(["reset-before", "reset-after"] as const)(
  "without a socket, %s rejects with ConnectionReset",
  async (kind) => {
    const { call, emulator } = scene();
    emulator.faults.add({ kind });
    await expect(call("POST /roles", role)).rejects.toThrow(ConnectionReset);
    expect(emulator.store.roles.has("new")).toBe(kind === "reset-after");
    expect(emulator.requests).toMatchObject([{ status: 0, fault: kind }]);
  },
);

test.each(["timeout", "timeout-after"] as const)("%s responds only when the caller gives up", async (kind) => {
  const { call, emulator } = scene();
  emulator.faults.add({ kind, times: 2 });
  const giveUp = new AbortController();
  let answered = false;
  const response = call("POST /roles", role, { signal: giveUp.signal }).then(() => {
    answered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answered).toBe(false);
  expect(emulator.store.roles.has("new")).toBe(kind === "timeout-after");
  giveUp.abort();
  await response;
  expect(emulator.requests).toMatchObject([{ status: 0, fault: kind }]);
  await call("GET /roles", undefined, { signal: AbortSignal.abort() });
});

test("a hanging request ends when its caller gives up, even after garbage collections", async () => {
  const { call, emulator } = scene();
  emulator.faults.add({ kind: "timeout" });
  const giveUp = new AbortController();
  const response = call("GET /roles", undefined, { signal: giveUp.signal }).then(() => "answered");
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
  }
  giveUp.abort();
  const patience = new Promise((resolve) => setTimeout(() => resolve("hangs on"), 2_000).unref());
  expect(await Promise.race([response, patience])).toBe("answered");
});

test("a fault gives a deletion without a body one of its own", async () => {
  const { call, emulator } = scene();
  emulator.faults.add({ kind: "truncated-json" });
  emulator.faults.add({ kind: "wrong-shape" });
  emulator.faults.add({ kind: "slow-body" });
  expect(await call("DELETE /users/a")).toMatchObject({ status: 200, text: '{"message"' });
  expect(await call("DELETE /users/a")).toMatchObject({ status: 200, text: '{"unexpected":[]}' });
  expect(await call("DELETE /users/a")).toMatchObject({ status: 204, text: "" });
});

test("a fault's response keeps no header of the response that it replaces", async () => {
  const { call, emulator } = scene({ switches: { rateLimit: { requestsPerSecond: 1 } } });
  await call("GET /roles");
  emulator.faults.add({ kind: "500-after" });
  const response = await call("GET /roles");
  expect([response.status, response.headers.get("Retry-After")]).toEqual([500, null]);
});

test("a slow body takes delayMs, and Retry-After has the rule's value", async () => {
  const { call, emulator, clock } = scene();
  const before = clock.now();
  emulator.faults.add({ kind: "slow-body", delayMs: 3000 });
  await call("GET /roles");
  expect(clock.now() - before).toBe(3000);
  emulator.faults.add({ kind: "503-retry-after", retryAfterSeconds: 7 });
  expect((await call("GET /roles")).headers.get("Retry-After")).toBe("7");
});

test("a fault applies to matching requests, and to no more than times of them", async () => {
  const { call, emulator } = scene();
  const status = async (line: string, body?: unknown) => (await call(line, body)).status;
  const third = emulator.faults.add({ match: { method: "GET", path: "/roles/*", nth: 3 }, kind: "500" });
  const writes = emulator.faults.add({ match: { method: "post", path: /^\/roles/ }, kind: "503", times: 2 });
  expect([await status("GET /roles/a"), await status("GET /roles"), await status("GET /roles/b")]).toEqual([
    404, 200, 404,
  ]);
  expect([await status("GET /roles/c"), await status("GET /roles/d")]).toEqual([500, 404]);
  expect([await status("POST /roles", {}), await status("POST /roles/a", {}), await status("POST /roles", {})]).toEqual(
    [503, 503, 400],
  );
  expect([third.hits, writes.hits]).toEqual([1, 2]);
});

test("a fault can last forever, until it is removed", async () => {
  const { call, emulator } = scene();
  const fault = emulator.faults.add({
    match: { path: "/api/users" },
    kind: "403-empty",
    times: Number.POSITIVE_INFINITY,
  });
  for (let round = 0; round < 4; round += 1) expect((await call("GET /users")).status).toBe(403);
  expect((await call("GET /roles")).status).toBe(200);
  fault.remove();
  fault.remove();
  expect((await call("GET /users")).status).toBe(200);
  emulator.faults.add({ kind: "500" });
  emulator.faults.clear();
  expect((await call("GET /users")).status).toBe(200);
  expect(emulator.faults.list()).toEqual([]);
});

test("once a fault is spent, the next matching one applies", async () => {
  const { call, emulator } = scene();
  emulator.faults.add({ kind: "500" });
  emulator.faults.add({ kind: "503" });
  expect([
    (await call("GET /roles")).status,
    (await call("GET /roles")).status,
    (await call("GET /roles")).status,
  ]).toEqual([500, 503, 200]);
});

test("an unknown kind of fault is refused, and the error names the known ones", () => {
  const { emulator } = scene();
  expect(() => emulator.faults.add({ kind: "418" as FaultKind })).toThrow(/No such fault: 418.*reset-before/);
});

describe("the rules of faults", () => {
  test.each([
    [{ times: "always" }, /Infinity/],
    [{ times: 0 }, /Infinity/],
    [{ times: 1.5 }, /Infinity/],
    [{ times: Number.NaN }, /Infinity/],
    [{ match: { nth: 0 } }, /a whole number from 1/],
    [{ match: { path: "users" } }, /relative to the base URL/],
    [{ match: { path: 7 } }, /regular expression/],
    [{ match: { method: "" } }, /such as POST/],
    [{ match: { mehtod: "POST" } }, /mehtod/],
    [{ retryAfterSeconds: -1 }, /retryAfterSeconds is a number from 0/],
    [{ delayMs: "1 s" }, /delayMs is a number from 0/],
    [{ time: 3 }, /time/],
  ])("are refused if a rule would not do what it says: %j", (junk, words) => {
    const { emulator } = scene();
    expect(() => emulator.faults.add({ kind: "500", ...junk } as never)).toThrow(words);
    expect(emulator.faults.list()).toEqual([]);
  });

  test.each([
    {},
    { times: 2 },
    { times: Number.POSITIVE_INFINITY },
    { match: { path: /users/, nth: 3 } },
    { match: { path: "/users/{id}", method: "get" }, delayMs: 0, retryAfterSeconds: 0.5 },
  ])("are accepted if they make sense: %j", (rule) => {
    const { emulator } = scene();
    emulator.faults.add({ kind: "500", ...rule });
    expect(emulator.faults.list()).toHaveLength(1);
  });
});
