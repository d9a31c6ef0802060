import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const seed = {
  roles: [{ id: "auditor", description: "Looks" }],
  users: [{ id: "jo", email: "jo@example.com", roleID: "auditor" }],
  invitations: [{ id: "inv", email: "New@example.com", roleID: "auditor" }],
  apiKeys: [
    { id: "emulator-demo-key", secret: "emulator-demo-secret" },
    { id: "ci", secret: "s" },
  ],
};
const later = "2026-01-02T03:05:05Z";

function world() {
  const made = scene({ seed });
  made.clock.advance(60_000);
  return made;
}

test("edits show in the API, move lastModified, and leave no trace in the request log", async () => {
  const { call, emulator } = world();
  const { edit } = emulator;
  edit.createRole({ id: "temp" });
  edit.modifyRole("auditor", { name: "Reader", serviceRoleURNs: [] });
  edit.modifyUser("jo", { email: "Jo.New@example.com", state: "disabled" });
  edit.modifyAccount({ alias: "Renamed" });
  edit.modifyApiKey("ci", { roleID: "read-only" });
  expect(emulator.requests).toEqual([]);
  expect((await call("GET /roles/temp")).body).toMatchObject({ name: "temp", created: later });
  expect((await call("GET /roles/auditor")).body).toMatchObject({
    name: "Reader",
    lastModified: later,
    description: "Looks",
  });
  expect((await call("GET /users/jo")).body).toMatchObject({
    email: "Jo.New@example.com",
    state: "disabled",
    lastModified: later,
  });
  expect((await call("GET /accounts/012345678912")).body).toMatchObject({ alias: "Renamed", lastModified: later });
  expect((await call("GET /apikeys/ci")).body).toMatchObject({ roleID: "read-only", lastModified: later });
});

test("objects can be added and removed", () => {
  const { emulator } = world();
  const { edit, store } = emulator;
  const added = edit.addUser({ email: "al@example.com", roleID: "read-only" });
  expect(store.users.get(added.id)).toBe(added);
  edit.removeUser(added.id);
  edit.removeUser("jo");
  edit.deleteRole("auditor");
  expect([store.users.size, store.roles.has("auditor")]).toEqual([0, false]);
});

test("an accepted invitation becomes a user with its role", () => {
  const { emulator } = world();
  const user = emulator.edit.acceptInvitation("inv", { name: "New Person" });
  expect(user).toMatchObject({
    email: "New@example.com",
    roleID: "auditor",
    state: "enabled",
    name: "New Person",
    created: later,
  });
  expect([emulator.store.users.get(user.id), emulator.store.invitations.size]).toEqual([user, 0]);
});

test("the console can send, expire and withdraw an invitation", async () => {
  const { call, emulator } = world();
  const { id } = emulator.edit.invite({ email: "x@example.com", roleID: "auditor" });
  emulator.edit.cancelInvitation(id);
  expect(emulator.store.invitations.has(id)).toBe(false);
  emulator.switches.expiredInvitations = "hidden";
  emulator.edit.expireInvitation("inv");
  expect((await call("GET /invitations")).body.invitations).toEqual([]);
});

test("a suspended account refuses writes until the vendor restores it", async () => {
  const { call, emulator } = world();
  emulator.edit.suspendAccount();
  expect((await call("DELETE /users/jo")).status).toBe(403);
  emulator.edit.restoreAccount();
  expect((await call("DELETE /users/jo")).status).toBe(204);
});

test("keys can be created, rotated, disabled and revoked", async () => {
  const { call, emulator } = world();
  const status = async (key: string) => (await call("GET /users", undefined, { key })).status;
  emulator.edit.createApiKey({ id: "made", secret: "one", roleID: "read-only", deny: ["GET /roles"] });
  expect(await status("made:one")).toBe(200);
  expect((await call("GET /roles", undefined, { key: "made:one" })).status).toBe(403);
  emulator.edit.rotateApiKey("made", "second-secret");
  expect([await status("made:one"), await status("made:second-secret")]).toEqual([401, 200]);
  emulator.edit.modifyApiKey("made", { enabled: false });
  expect(await status("made:second-secret")).toBe(401);
  emulator.edit.revokeApiKey("ci");
  expect(await status("ci:s")).toBe(401);
  emulator.edit.createApiKey({ id: "ci", secret: "t" });
  expect([await status("ci:s"), await status("ci:t")]).toEqual([401, 200]);
  expect(JSON.stringify(emulator.snapshot())).not.toContain("second-secret");
});

test("an edit of a missing object, of one that already exists, or with impossible values is refused", () => {
  const { edit } = world().emulator;
  expect(() => edit.modifyRole("nobody", {})).toThrow("The emulator has no role nobody.");
  expect(() => edit.removeUser("nobody")).toThrow("no user nobody");
  expect(() => edit.acceptInvitation("nobody")).toThrow("no invitation nobody");
  expect(() => edit.rotateApiKey("nobody", "x")).toThrow("no API key nobody");
  expect(() => edit.denyApiKey("nobody", [])).toThrow("no API key nobody");
  expect(() => edit.createRole({ id: "auditor" })).toThrow("already has auditor");
  expect(() => edit.createApiKey({ id: "ci", secret: "x" })).toThrow("already has ci");
  expect(() => edit.createRole({ id: "Auditor" })).toThrow("lower-case");
  expect(() => edit.addUser({ email: "a@example.com", roleID: "nobody" })).toThrow("no role nobody");
  expect(() => edit.modifyUser("jo", { roleID: "nobody" })).toThrow("no role nobody");
  expect(() => edit.modifyUser("jo", { mail: "x" } as never)).toThrow("There is no field mail.");
  expect(() => edit.denyApiKey("ci", ["users"])).toThrow("a method and a path");
});

test("editOf edits another account", () => {
  const other = { account: { id: "999999999999" } };
  const { emulator } = scene({ seed: { accounts: [other] } });
  emulator.editOf("999999999999").createRole({ id: "theirs" });
  expect(emulator.store.roles.has("theirs")).toBe(false);
  expect(emulator.store.of("999999999999").roles.has("theirs")).toBe(true);
});
