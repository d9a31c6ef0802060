import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

test("rateLimit counts the accepted requests of the last second, and not the refused ones", async () => {
  const { call, clock } = scene({ switches: { rateLimit: { requestsPerSecond: 2 } } });
  const status = async () => (await call("GET /roles")).status;
  expect([await status(), await status(), await status(), await status()]).toEqual([200, 200, 429, 429]);
  clock.advance(999);
  expect(await status()).toBe(429);
  clock.advance(1);
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
});

test("rateLimit can count per minute, and counts each account separately", async () => {
  const other = { account: { id: "999999999999" }, apiKeys: [{ id: "theirs", secret: "s" }] };
  const { call, clock } = scene({ seed: { accounts: [other] }, switches: { rateLimit: { requestsPerMinute: 1 } } });
  expect((await call("GET /roles")).status).toBe(200);
  clock.advance(18_000);
  const refused = await call("GET /roles");
  expect([refused.status, refused.headers.get("Retry-After"), refused.text]).toEqual([429, "42", ""]);
  expect((await call("GET /roles", undefined, { key: "theirs:s" })).status).toBe(200);
});

test.each([
  ["seconds", "1"],
  ["date", "Fri, 02 Jan 2026 03:04:07 GMT"],
  ["absent", null],
] as const)("rateLimit says when to come back: retryAfter %s", async (retryAfter, header) => {
  const { call, clock } = scene({ switches: { rateLimit: { requestsPerSecond: 1, retryAfter } } });
  clock.advance(300);
  await call("GET /roles");
  expect((await call("GET /roles")).headers.get("Retry-After")).toBe(header);
});

test("a client that waits for Retry-After is let in", async () => {
  for (const retryAfter of ["seconds", "date"] as const) {
    const { call, clock } = scene({ switches: { rateLimit: { requestsPerSecond: 1, retryAfter } } });
    clock.advance(950);
    await call("GET /roles");
    const header = (await call("GET /roles")).headers.get("Retry-After") ?? "";
    const wait = retryAfter === "seconds" ? Number(header) * 1000 : Date.parse(header) - clock.now();
    clock.advance(wait);
    expect((await call("GET /roles")).status).toBe(200);
  }
});

test("a refused request changes nothing and does not count as a write", async () => {
  const { call, emulator } = scene({ switches: { rateLimit: { requestsPerSecond: 1 } } });
  await call("GET /roles");
  await call("POST /roles", { id: "a", name: "A", serviceRoleURNs: [] });
  expect(emulator.store.roles.has("a")).toBe(false);
  expect(emulator.writes()).toEqual([]);
});

test.each([
  ["json", /"message"/],
  ["empty", /^$/],
  ["html", /<html>/],
] as const)("rateLimitBody %s", async (rateLimitBody, text) => {
  const { call } = scene({ switches: { rateLimitBody, rateLimit: { requestsPerSecond: 1 } } });
  await call("GET /roles");
  expect((await call("GET /roles")).text).toMatch(text);
});
