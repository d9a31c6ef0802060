import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const identity = (tail: string) => `urn:cloudone:identity:us-1:012345678912:${tail}`;
const seed = {
  roles: [
    { id: "admin", serviceRoleURNs: [identity("role/full-access")] },
    { id: "reader", serviceRoleURNs: [identity("role/read-only")] },
    { id: "outsider", serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/full-access"] },
  ],
  apiKeys: [
    ...["full-access", "read-only", "scanner", "admin", "reader", "outsider"].map((id) => ({
      id,
      secret: "s",
      roleID: id,
    })),
    { id: "off", secret: "s", enabled: false },
    { id: "half", secret: "s", deny: ["GET /users", "* /roles/{id}"] },
  ],
};
const as = (id: string) => ({ key: `${id}:s` });

test.each([
  ["no Authorization", { Authorization: "" }],
  ["another scheme", { Authorization: "Bearer full-access:s" }],
  ["no secret", { Authorization: "ApiKey full-access" }],
  ["a wrong secret", { Authorization: "ApiKey full-access:t" }],
  ["an unknown key", { Authorization: "ApiKey nobody:s" }],
])("%s is 401 and leaves no key id in the log", async (_, headers) => {
  const { call, emulator } = scene({ seed });
  const response = await call("GET /users", undefined, { headers });
  expect([response.status, response.body]).toEqual([401, { message: "Unauthorized" }]);
  expect(emulator.requests).toMatchObject([{ apiKeyId: null, handled: false, status: 401 }]);
});

test.each([401, 400] as const)(
  "without Api-Version: v1 the response is missingApiVersion: %d",
  async (missingApiVersion) => {
    const { call } = scene({ seed, switches: { missingApiVersion } });
    for (const version of ["", "v2"]) {
      const response = await call("GET /users", undefined, {
        ...as("full-access"),
        headers: { "Api-Version": version },
      });
      expect(response.status).toBe(missingApiVersion);
    }
  },
);

test.each([401, 403] as const)("a disabled key gets the status of disabledKey: %d", async (disabledKey) => {
  const { call } = scene({ seed, switches: { disabledKey } });
  expect((await call("GET /users", undefined, as("off"))).status).toBe(disabledKey);
});

test.each([
  ["full-access", 200, 400],
  ["read-only", 200, 403],
  ["scanner", 403, 403],
  ["admin", 200, 400],
  ["reader", 200, 403],
  ["outsider", 403, 403],
])("by default a key with the role %s gets %d for reading and %d for a write", async (id, read, write) => {
  const { call } = scene({ seed });
  expect((await call("GET /users", undefined, as(id))).status).toBe(read);
  expect((await call("POST /roles", {}, as(id))).status).toBe(write);
});

test.each([
  ["read", 200],
  ["none", 403],
] as const)(
  "customRoleRights %s gives a key with any custom role %d for reading and 403 for a write",
  async (customRoleRights, read) => {
    const { call } = scene({ seed, switches: { customRoleRights } });
    for (const id of ["admin", "outsider"]) {
      expect((await call("GET /users", undefined, as(id))).status).toBe(read);
      expect((await call("POST /roles", {}, as(id))).status).toBe(403);
    }
  },
);

test("a key whose role is gone may do nothing", async () => {
  const { call, emulator } = scene({ seed });
  emulator.edit.deleteRole("reader");
  expect((await call("GET /users", undefined, as("reader"))).status).toBe(403);
});

test("denied routes are 403 for that key alone", async () => {
  const { call, emulator } = scene({ seed });
  const status = async (line: string, body?: unknown) => (await call(line, body, as("half"))).status;
  expect(await status("GET /users")).toBe(403);
  expect(await status("GET /users/nobody")).toBe(404);
  expect(await status("DELETE /roles/admin")).toBe(403);
  expect(await status("GET /roles")).toBe(200);
  expect((await call("GET /users", undefined, as("full-access"))).status).toBe(200);
  emulator.edit.denyApiKey("half", []);
  expect(await status("GET /users")).toBe(200);
});

test("a key sees only the objects of its own account", async () => {
  const other = {
    account: { id: "999999999999", region: "ca-1" },
    roles: [{ id: "theirs" }],
    users: [{ id: "eve", email: "eve@example.com", roleID: "theirs" }],
    apiKeys: [{ id: "theirs", secret: "s" }],
  };
  const { call, emulator } = scene({ seed: { ...seed, accounts: [other] } });
  expect((await call("GET /users/eve", undefined, as("full-access"))).status).toBe(404);
  expect((await call("GET /users", undefined, as("full-access"))).body.users).toEqual([]);
  expect((await call("GET /users/eve", undefined, as("theirs"))).body.urn).toBe(
    "urn:cloudone:identity:ca-1:999999999999:user/eve",
  );
  expect((await call("GET /apikeys/theirs", undefined, as("full-access"))).status).toBe(404);
  expect((await call("DELETE /roles/admin", undefined, as("theirs"))).status).toBe(204);
  expect(emulator.store.roles.has("admin")).toBe(true);
  expect(emulator.store.of("999999999999").users.get("eve")?.roleID).toBe("theirs");
  expect(() => emulator.store.of("111111111111")).toThrow("no account 111111111111");
});

test.each([
  ["json", "application/json", /message/],
  ["empty", null, /^$/],
  ["html", "text/html; charset=UTF-8", /<html>/],
] as const)("forbiddenBody %s", async (forbiddenBody, type, text) => {
  const { call } = scene({ seed, switches: { forbiddenBody } });
  const response = await call("GET /users", undefined, as("scanner"));
  expect([response.status, response.headers.get("Content-Type")]).toEqual([403, type]);
  expect(response.text).toMatch(text);
});
