import { expect, test } from "@jest/globals";
import { scene, start } from "./caller.js";

test("the log has each request in order of arrival", async () => {
  const { call, clock, emulator } = scene();
  const role = { id: "a", name: "A", serviceRoleURNs: [] };
  await call("GET /users?limit=5&roleID=read-only");
  clock.advance(10);
  await call("POST /roles", role);
  await call("POST /roles", "no JSON");
  expect(emulator.requests).toEqual([
    {
      method: "GET",
      path: "/users",
      query: { limit: "5", roleID: "read-only" },
      status: 200,
      apiKeyId: "emulator-demo-key",
      at: start,
      handled: true,
    },
    {
      method: "POST",
      path: "/roles",
      query: {},
      status: 201,
      apiKeyId: "emulator-demo-key",
      at: start + 10,
      handled: true,
      body: role,
    },
    {
      method: "POST",
      path: "/roles",
      query: {},
      status: 400,
      apiKeyId: "emulator-demo-key",
      at: start + 10,
      handled: true,
    },
  ]);
});

test("writes are the requests other than reads that reached an operation", async () => {
  const { call, emulator } = scene();
  await call("GET /users");
  await call("HEAD /users");
  await call("POST /roles", {});
  await call("DELETE /users/u");
  await call("DELETE /users/u", undefined, { key: "nobody:s" });
  expect(emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /roles", "DELETE /users/u"]);
});

test("clearRequests empties the log that a test already has", async () => {
  const { call, emulator } = scene();
  const { requests } = emulator;
  await call("GET /users");
  emulator.clearRequests();
  expect(requests).toEqual([]);
  await call("GET /roles");
  expect(requests).toHaveLength(1);
});

test("a failure of the emulator itself is a 500 that says so", async () => {
  const { call, emulator } = scene();
  emulator.store.users.set("broken", undefined as never);
  const response = await call("GET /users");
  expect([response.status, response.body.message]).toEqual([500, expect.stringMatching(/^The emulator failed: /)]);
});
