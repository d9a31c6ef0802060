import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createEmulator, demoApiKeyId, SeedError } from "../../../emulator/index.js";
import { seedJsonSchema, seedSchema } from "../../../emulator/seed.js";
import { fakeClock, scene, seededRandom } from "./caller.js";

test("an empty seed is one account with predefined roles and the demo key", () => {
  const { store } = createEmulator();
  expect([...store.accounts.keys()]).toEqual(["012345678912"]);
  expect(store.account).toMatchObject({ region: "us-1", state: "active" });
  expect([...store.roles.keys()]).toEqual(["full-access", "read-only", "scanner"]);
  expect([...store.apiKeys.values()]).toMatchObject([{ id: demoApiKeyId, roleID: "full-access" }]);
  expect([store.users.size, store.invitations.size]).toEqual([0, 0]);
});

test("a user needs only email and role", () => {
  const { store } = createEmulator({ seed: { users: [{ email: "jo@example.com", roleID: "read-only" }] } });
  expect([...store.users.values()]).toMatchObject([{ name: "jo", state: "enabled", locale: "en" }]);
});

test("a seed may set every field", () => {
  const created = "2020-06-21T09:01:12Z";
  const { store } = createEmulator({
    seed: {
      account: { id: "111111111111", region: "trend-us-1", created },
      roles: [
        { id: "a", name: "A", description: "", created },
        { id: "read-only", name: "Ours" },
      ],
      users: [{ id: "jo", email: "jo@example.com", roleID: "a", name: "Jo", mfaEnabled: true, created }],
      apiKeys: [],
      invitations: [{ id: "i", email: "x@example.com", roleID: "a", expiry: created, created }],
    },
  });
  expect(store.account.urn).toBe("urn:cloudone:identity:trend-us-1:111111111111:account/111111111111");
  expect(store.roles.get("read-only")?.name).toBe("Ours");
  expect(store.users.get("jo")).toMatchObject({ created, mfaEnabled: true });
  expect(store.invitations.get("i")).toMatchObject({ created, expiry: created });
  expect(store.apiKeys.size).toBe(0);
});

const user = { email: "jo@example.com", roleID: "read-only" };
const key = { id: "k", secret: "s" };
const account = { id: "999999999999" };

test.each([
  ["seed", []],
  ["seed", null],
  ["users[0].email", { users: [{ ...user, email: "jo" }] }],
  ["users[0].roleID", { users: [{ ...user, roleID: "nobody" }] }],
  ["users[1].email", { users: [user, { ...user, email: "JO@example.com" }] }],
  [
    "users[1].id",
    {
      users: [
        { ...user, id: "a" },
        { ...user, id: "a", email: "b@example.com" },
      ],
    },
  ],
  ["invitations[0].roleID", { invitations: [{ ...user, roleID: "nobody" }] }],
  ["samlUsers[0].roleID", { samlUsers: [{ subject: "sam", roleID: "nobody" }] }],
  ["samlUsers[0].id", { samlUsers: [{ id: "sam", subject: "sam", roleID: "read-only" }] }],
  ["apiKeys[0].secret", { apiKeys: [{ id: "k" }] }],
  ["apiKeys[0].id", { apiKeys: [{ ...key, id: "a:b" }] }],
  ["apiKeys[0].roleID", { apiKeys: [{ ...key, roleID: "nobody" }] }],
  ["apiKeys[0].deny[0]", { apiKeys: [{ ...key, deny: ["PUT /users"] }] }],
  ["roles[0].serviceRoleURNs[0]", { roles: [{ id: "a", serviceRoleURNs: ["urn:x"] }] }],
  ["account.id", { account: { id: "12" } }],
  ["account.region", { account: { region: "Europe" } }],
  ["switches.deleteGone", { switches: { deleteGone: 500 } }],
  ["accounts[0].account.id", { accounts: [{ account: { id: "012345678912" } }] }],
  ["accounts[0].apiKeys[0].id", { apiKeys: [key], accounts: [{ account, apiKeys: [key] }] }],
  ["accounts[0].users[0].roleID", { accounts: [{ account, users: [{ ...user, roleID: "nobody" }] }] }],
])("a bad seed is refused, and the error names %s", (field, seed) => {
  expect(() => createEmulator({ seed: seed as never })).toThrow(SeedError);
  expect(() => createEmulator({ seed: seed as never })).toThrow(`  ${field}: `);
  expect(seedSchema.safeParse(seed).success).toBe(false);
});

test("the message about a bad seed contains no secret", () => {
  const seed = { apiKeys: [{ id: "k", secret: "very secret", rol: "x" }] } as never;
  expect(() => createEmulator({ seed })).toThrow(/^(?![\s\S]*very secret)/);
});

test("the same clock and random numbers give the same responses, request by request", async () => {
  const run = async () => {
    const { call, emulator } = scene({ clock: fakeClock(), random: seededRandom(7), seed: { users: [user] } });
    await call("POST /invitations", { email: "x@example.com", roleID: "read-only" });
    return [emulator.snapshot(), emulator.requests];
  };
  expect(await run()).toEqual(await run());
});

test("a snapshot is a copy without lastActivity, so reads do not change it", async () => {
  const { call, emulator } = scene({ seed: { users: [user] } });
  const before = emulator.snapshot();
  await call("GET /users");
  expect(emulator.snapshot()).toEqual(before);
  emulator.edit.createRole({ id: "new" });
  expect(Object.keys(before["012345678912"]?.roles ?? {})).toHaveLength(3);
});

test("a mistake that 120 users share is one line, with the valid keys", () => {
  const users = Array.from({ length: 120 }, (_, n) => ({ email: `u${n}@example.com`, roleID: "read-only", role: "x" }));
  expect(() => createEmulator({ seed: { users } as never })).toThrow(
    /^The seed is not valid\.\n {2}users\[0\]: there is no key "role"; there are id, email, roleID, [\w, ]+ \(and 119 more, up to users\[119\]\)$/,
  );
  expect(() => createEmulator({ seed: { user: [] } as never })).toThrow(
    'seed: there is no key "user"; there are account,',
  );
});

test("the published schema is the one that the emulator uses (if not, run `npm exec node tools/json-schemas.ts`)", () => {
  const file = join(import.meta.dirname, "..", "..", "..", "docs", "reference", "seed.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(seedJsonSchema()));
  expect(createEmulator({ seed: { $schema: "./seed.schema.json" } }).store.users.size).toBe(0);
});
