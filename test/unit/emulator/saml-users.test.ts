import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const ID = "0123456789abcdef".repeat(4);
const seed = {
  roles: [{ id: "auditor" }],
  samlUsers: [
    { id: ID, subject: "sam@example.com", roleID: "auditor" },
    { subject: "tom@example.com", roleID: "read-only" },
  ],
  apiKeys: [
    { id: "emulator-demo-key", secret: "emulator-demo-secret" },
    { id: "half", secret: "s", deny: ["GET /saml-users"] },
  ],
};

test("a SAML user has the vendor's fields: no id, state or email", async () => {
  const { call } = scene({ seed });
  const shown = {
    subject: "sam@example.com",
    roleID: "auditor",
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    urn: `urn:cloudone:identity:us-1:012345678912:saml-user/${ID}`,
  };
  expect((await call(`GET /saml-user/${ID}`)).body).toEqual(shown);
  const { users } = (await call("GET /saml-users")).body;
  expect(users[0]).toEqual(shown);
  expect(users[1].urn).toMatch(/:saml-user\/[0-9a-f]{64}$/);
  expect((await call("GET /saml-user/none")).status).toBe(404);
  expect((await call(`GET /saml-users/${ID}`)).status).toBe(404);
});

test.each(["users", "saml-users", "samlUsers"] as const)(
  "samlUsersProperty %s is the name of the list",
  async (name) => {
    const { call } = scene({ seed, switches: { samlUsersProperty: name } });
    expect((await call("GET /saml-users")).body[name]).toHaveLength(2);
  },
);

test.each([true, false])("samlUsersPaged %s", async (samlUsersPaged) => {
  const { call } = scene({ seed, switches: { samlUsersPaged } });
  const page = await call("GET /saml-users?limit=1");
  expect(page.status).toBe(samlUsersPaged ? 200 : 400);
  if (!samlUsersPaged) expect((await call("GET /saml-users")).body.users).toHaveLength(2);
  else {
    expect(page.body.users).toHaveLength(1);
    const rest = await call(`GET /saml-users?limit=1&cursor=${encodeURIComponent(page.body.next)}`);
    expect([rest.body.users[0].subject, rest.body.next]).toEqual(["tom@example.com", undefined]);
  }
});

test.each([401, 403, 404] as const)(
  "samlUsersList %d refuses the list, but not describing one user",
  async (status) => {
    const { call } = scene({ seed, switches: { samlUsersList: status } });
    expect((await call("GET /saml-users")).status).toBe(status);
    expect((await call(`GET /saml-user/${ID}`)).status).toBe(200);
    expect((await call("GET /users")).status).toBe(200);
  },
);

test("with samlHost absent neither operation exists, whatever the key may do", async () => {
  const { call, emulator } = scene({ seed, switches: { samlHost: "absent" } });
  expect((await call("GET /saml-users")).status).toBe(404);
  expect((await call(`GET /saml-user/${ID}`)).status).toBe(404);
  expect(emulator.requests).toMatchObject([{ handled: false }, { handled: false }]);
});

test("a key may be denied only the list", async () => {
  const { call } = scene({ seed });
  expect((await call("GET /saml-users", undefined, { key: "half:s" })).status).toBe(403);
  expect((await call("GET /users", undefined, { key: "half:s" })).status).toBe(200);
});

test.each([
  [true, 400],
  [false, 204],
] as const)("samlUsersHoldRoles %s: deleting a role that only they hold is %d", async (samlUsersHoldRoles, status) => {
  const { call, emulator } = scene({ seed, switches: { samlUsersHoldRoles } });
  expect((await call("DELETE /roles/auditor")).status).toBe(status);
  expect(emulator.store.samlUsers.get(ID)?.roleID).toBe("auditor");
});

test("people are added, changed and removed as their identity provider says", async () => {
  const { call, emulator } = scene({ seed });
  const { edit, store } = emulator;
  const { id } = edit.addSamlUser({ subject: "uma", roleID: "auditor" });
  expect((await call(`GET /saml-user/${id}`)).body.subject).toBe("uma");
  edit.modifySamlUser(id, { roleID: "read-only" });
  expect((await call(`GET /saml-user/${id}`)).body.roleID).toBe("read-only");
  expect(() => edit.modifySamlUser(id, { roleID: "nobody" })).toThrow("no role nobody");
  edit.removeSamlUser(id);
  expect(store.samlUsers.has(id)).toBe(false);
});

test("no operation writes to a SAML user", async () => {
  const { call, emulator } = scene({ seed });
  for (const action of [`POST /saml-user/${ID}`, `DELETE /saml-user/${ID}`, "POST /saml-users"]) {
    expect((await call(action, {})).status).toBe(404);
  }
  expect(emulator.store.samlUsers.size).toBe(2);
});
