import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const seed = {
  users: [
    { id: "jo", email: "Jo@Example.com", roleID: "read-only" },
    { id: "al", email: "al@example.com", roleID: "full-access", state: "disabled" as const },
  ],
};

test("a user has the vendor's fields", async () => {
  const { call } = scene({ seed });
  expect((await call("GET /users/jo")).body).toEqual({
    id: "jo",
    name: "Jo",
    email: "Jo@Example.com",
    roleID: "read-only",
    locale: "en",
    timezone: "UTC",
    state: "enabled",
    mfaEnabled: false,
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    lastActivity: expect.any(String),
    urn: "urn:cloudone:identity:us-1:012345678912:user/jo",
  });
});

test("a modify changes role and state, and nothing else", async () => {
  const { call, clock, emulator } = scene({ seed });
  clock.advance(5000);
  const response = await call("POST /users/jo", { roleID: "full-access", state: "disabled" });
  expect(response.status).toBe(200);
  expect(emulator.store.users.get("jo")).toMatchObject({
    roleID: "full-access",
    state: "disabled",
    email: "Jo@Example.com",
    lastModified: "2026-01-02T03:04:10Z",
  });
});

test.each([
  ["no role", { state: "enabled" }, "roleID"],
  ["a role id of another form", { roleID: "Full Access" }, "roleID"],
  ["an unknown role", { roleID: "nobody" }, "roleID"],
  ["an unknown state", { roleID: "read-only", state: "suspended" }, "state"],
  ["a read-only field", { roleID: "read-only", email: "x@example.com" }, "email"],
])("modifying a user with %s is refused and names the field", async (_, body, field) => {
  const { call, emulator } = scene({ seed });
  const before = emulator.snapshot();
  const response = await call("POST /users/jo", body);
  expect(response.status).toBe(400);
  expect(Object.keys(response.body.fields)).toEqual([field]);
  expect(emulator.snapshot()).toEqual(before);
});

test.each([
  ["merge", "disabled"],
  ["replace", "enabled"],
] as const)("modifySemantics %s leaves a user whose state the body omits %s", async (modifySemantics, state) => {
  const { call, emulator } = scene({ seed, switches: { modifySemantics } });
  await call("POST /users/al", { roleID: "read-only" });
  expect(emulator.store.users.get("al")?.state).toBe(state);
});

test("an enabled user's lastActivity is later at each read, and a disabled user's does not change", async () => {
  const { call } = scene({ seed });
  const look = async (id: string): Promise<string> => (await call(`GET /users/${id}`)).body.lastActivity;
  const [jo, al] = [await look("jo"), await look("al")];
  expect((await look("jo")) > jo).toBe(true);
  expect(await look("al")).toBe(al);
});

test("a removed user is gone from list and describe", async () => {
  const { call } = scene({ seed });
  await call("DELETE /users/jo");
  expect((await call("GET /users/jo")).status).toBe(404);
  expect((await call("GET /users")).body.users).toHaveLength(1);
});

test("the roleID filter matches exactly", async () => {
  const { call } = scene({ seed });
  expect((await call("GET /users?roleID=full-access")).body.users.map(({ id }: { id: string }) => id)).toEqual(["al"]);
  expect((await call("GET /users?roleID=full")).body.users).toEqual([]);
});

test.each([
  [true, ["jo", "al"]],
  [false, ["jo"]],
])("usersIncludeDisabled %s", async (usersIncludeDisabled, expected) => {
  const { call } = scene({ seed, switches: { usersIncludeDisabled } });
  expect((await call("GET /users")).body.users.map(({ id }: { id: string }) => id)).toEqual(expected);
  expect((await call("GET /users/al")).status).toBe(200);
});

test.each([
  ["preserved", "Jo@Example.com"],
  ["lower", "jo@example.com"],
] as const)("emailCase %s decides how an email is shown", async (emailCase, email) => {
  const { call } = scene({ seed, switches: { emailCase } });
  expect((await call("GET /users/jo")).body.email).toBe(email);
});
