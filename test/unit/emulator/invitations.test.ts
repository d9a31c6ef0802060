import { expect, test } from "@jest/globals";
import { scene } from "./caller.js";

const invite = { email: "New@Example.com", roleID: "read-only" };

test("an invitation has the vendor's fields and creates no user", async () => {
  const { call, emulator } = scene();
  const response = await call("POST /invitations", invite);
  expect(response.body).toEqual({
    ...invite,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    state: "invited",
    created: "2026-01-02T03:04:05Z",
    lastModified: "2026-01-02T03:04:05Z",
    expiry: "2026-01-09T03:04:05Z",
    lastSent: "2026-01-02T03:04:05Z",
    urn: `urn:cloudone:identity:us-1:012345678912:invitation/${response.body.id}`,
  });
  expect((await call("GET /invitations")).body.invitations).toEqual([response.body]);
  expect(emulator.store.users.size).toBe(0);
});

test.each([
  ["no email", { roleID: "read-only" }, "email"],
  ["no role", { email: "a@example.com" }, "roleID"],
  ["a malformed email", { email: "nobody", roleID: "read-only" }, "email"],
  ["an unknown role", { email: "a@example.com", roleID: "nobody" }, "roleID"],
])("inviting with %s is refused and names the field", async (_, body, field) => {
  const { call, emulator } = scene();
  const response = await call("POST /invitations", body);
  expect([response.status, Object.keys(response.body.fields)]).toEqual([400, [field]]);
  expect(emulator.store.invitations.size).toBe(0);
});

test.each([
  [400, 400, 400],
  [409, 409, 409],
  ["allowed", 201, 400],
] as const)(
  "with duplicateInvitation %s inviting an invited email returns %d and a user's %d, whatever the case",
  async (duplicateInvitation, invited, user) => {
    const { call } = scene({
      seed: { users: [{ email: "jo@example.com", roleID: "read-only" }] },
      switches: { duplicateInvitation },
    });
    await call("POST /invitations", invite);
    expect((await call("POST /invitations", { ...invite, email: "new@example.com" })).status).toBe(invited);
    expect((await call("POST /invitations", { ...invite, email: "JO@example.com" })).status).toBe(user);
  },
);

test.each([
  ["listed", 1],
  ["hidden", 0],
] as const)("expiredInvitations %s", async (expiredInvitations, count) => {
  const { call, clock } = scene({ switches: { expiredInvitations, invitationDays: 1 } });
  await call("POST /invitations", invite);
  clock.advance(86_400_000);
  expect((await call("GET /invitations")).body.invitations).toHaveLength(count);
});

test("an email whose invitation has expired can be invited again", async () => {
  const { call, clock } = scene({ switches: { invitationDays: 1 } });
  await call("POST /invitations", invite);
  clock.advance(86_400_000);
  expect((await call("POST /invitations", invite)).status).toBe(201);
});

test("invitationsPaged decides whether the list has pages", async () => {
  const seed = { invitations: [1, 2, 3].map((n) => ({ email: `p${n}@example.com`, roleID: "read-only" })) };
  const paged = await scene({ seed }).call("GET /invitations?limit=2");
  expect([paged.body.invitations.length, typeof paged.body.next]).toEqual([2, "string"]);
  const whole = scene({ seed, switches: { invitationsPaged: false, maxLimit: 2 } });
  expect((await whole.call("GET /invitations")).body.invitations).toHaveLength(3);
  expect((await whole.call("GET /invitations?limit=2")).status).toBe(400);
});

test("emailCase lower shows an invitation's email in lower case", async () => {
  const { call } = scene({ switches: { emailCase: "lower" } });
  expect((await call("POST /invitations", invite)).body.email).toBe("new@example.com");
});
