import { describe, expect, test } from "@jest/globals";
import { type EmulatorOptions, defaultAccountId as own } from "../../../emulator/index.js";
import { scene } from "./caller.js";

const urn = "urn:cloudone:workload:us-1:012345678912:role/read-only";
const role = { id: "auditor", name: "Auditor", description: "Looks", serviceRoleURNs: [urn] };
const user = { id: "u-1", email: "jo@example.com", roleID: "read-only" };
const seed = { roles: [role], users: [user] };

interface Operation {
  line: string;
  body?: unknown;
  success: number;
  /** A request that the vendor documents as refused. */
  bad?: { line?: string; body?: unknown };
  /** The same for a missing object, if 404 is documented. */
  gone?: string;
}

const operations: Record<string, Operation> = {
  "describe an account": {
    line: `GET /accounts/${own}`,
    success: 200,
    bad: { line: "GET /accounts/12" },
    gone: "GET /accounts/999999999999",
  },
  "modify an account": {
    line: `POST /accounts/${own}`,
    body: { alias: "New" },
    success: 200,
    bad: { body: { mfaRequired: "yes" } },
    gone: "POST /accounts/999999999999",
  },
  "delete an account": { line: `DELETE /accounts/${own}`, success: 202, bad: { line: "DELETE /accounts/x" } },
  "list users": { line: "GET /users", success: 200, bad: { line: "GET /users?limit=-1" } },
  "describe a user": { line: "GET /users/u-1", success: 200, gone: "GET /users/u-2" },
  "modify a user": {
    line: "POST /users/u-1",
    body: { roleID: "auditor" },
    success: 200,
    bad: { body: { state: "enabled" } },
    gone: "POST /users/u-2",
  },
  "remove a user": { line: "DELETE /users/u-1", success: 204 },
  "list roles": { line: "GET /roles", success: 200, bad: { line: "GET /roles?limit=-1" } },
  "create a role": {
    line: "POST /roles",
    body: { ...role, id: "new-role" },
    success: 201,
    bad: { body: { ...role, id: "New Role" } },
  },
  "describe a role": {
    line: "GET /roles/auditor",
    success: 200,
    bad: { line: "GET /roles/Auditor" },
    gone: "GET /roles/nobody",
  },
  "modify a role": {
    line: "POST /roles/auditor",
    body: { name: "Reader" },
    success: 200,
    bad: { body: { name: "" } },
    gone: "POST /roles/nobody",
  },
  "delete a role": { line: "DELETE /roles/auditor", success: 204, bad: { line: "DELETE /roles/Auditor" } },
  "list API keys": { line: "GET /apikeys", success: 200, bad: { line: "GET /apikeys?roleID=Full%20Access" } },
  "describe an API key": { line: "GET /apikeys/emulator-demo-key", success: 200, gone: "GET /apikeys/no-key" },
  "list invitations": { line: "GET /invitations", success: 200, bad: { line: "GET /invitations?cursor=x" } },
  invite: {
    line: "POST /invitations",
    body: { email: "new@example.com", roleID: "auditor" },
    success: 201,
    bad: { body: { email: "new@example.com" } },
  },
};

describe.each(Object.entries(operations))("To %s", (_, { line, body, success, bad, gone }) => {
  const world = (options: EmulatorOptions = {}) => scene({ seed, ...options });

  test(`returns ${success}`, async () => {
    const { call } = world();
    const response = await call(line, body);
    expect(response.status).toBe(success);
    expect(response.text === "").toBe(success === 204);
  });

  test("returns 400 to an invalid request, and changes nothing", async () => {
    const { call, emulator } = world({ switches: bad ? {} : { missingApiVersion: 400 } });
    const before = emulator.snapshot();
    const response = bad
      ? await call(bad.line ?? line, "body" in bad ? bad.body : body)
      : await call(line, body, { headers: { "Api-Version": "v2" } });
    expect(response.status).toBe(400);
    expect(response.body.message).toEqual(expect.any(String));
    expect(emulator.snapshot()).toEqual(before);
  });

  test("returns 401 without a key, and changes nothing", async () => {
    const { call, emulator } = world();
    const before = emulator.snapshot();
    const response = await call(line, body, { headers: { Authorization: "" } });
    expect([response.status, response.body]).toEqual([401, { message: "Unauthorized" }]);
    expect(emulator.snapshot()).toEqual(before);
  });

  test("returns 403 without the right, and changes nothing", async () => {
    const apiKeys = [{ id: "weak", secret: "s", roleID: "scanner" }];
    const { call, emulator } = world({ seed: { ...seed, apiKeys } });
    const before = emulator.snapshot();
    expect((await call(line, body, { key: "weak:s" })).status).toBe(403);
    expect(emulator.snapshot()).toEqual(before);
  });

  test("returns 429 with Retry-After above the rate", async () => {
    const { call } = world({ switches: { rateLimit: { requestsPerMinute: 1 } } });
    await call("GET /roles");
    const response = await call(line, body);
    expect([response.status, response.headers.get("Retry-After")]).toEqual([429, "60"]);
  });

  test.each(["500", "503"] as const)("returns %s if a fault makes it", async (kind) => {
    const { call, emulator } = world();
    const before = emulator.snapshot();
    emulator.faults.add({ kind });
    const response = await call(line, body);
    expect(response.status).toBe(Number(kind));
    expect(response.body.message).toEqual(expect.any(String));
    expect(emulator.snapshot()).toEqual(before);
  });

  if (gone) {
    test("returns 404 for a missing object", async () => {
      const { call } = world();
      const response = await call(gone, body);
      expect(response.status).toBe(404);
      expect(response.body.message).toEqual(expect.any(String));
    });
  }
});

test("an operation that the vendor does not have is refused and does not count as a write", async () => {
  const { call, emulator } = scene();
  for (const line of [
    "PUT /roles/auditor",
    "PATCH /users/u-1",
    "POST /users",
    "GET /accounts",
    "DELETE /invitations/i",
  ]) {
    expect((await call(line, line.startsWith("GET") ? undefined : {})).status).toBe(404);
  }
  expect(emulator.writes()).toEqual([]);
});
