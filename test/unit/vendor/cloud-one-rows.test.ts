// Every parameter and field of the vendor's reference for accounts, users and roles, by its name there:
// https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/
import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, API_KEY } from "../../doubles/world.js";
import { account, all, open, role, USER } from "./scene.js";

function request(
  path: string,
  init: RequestInit = {},
  more: Record<string, string> = { "Api-Version": "v1" },
): Request {
  const headers = { Authorization: `ApiKey ${API_KEY}`, "Content-Type": "application/json", ...more };
  return new Request(`http://localhost/api${path}`, { ...init, headers });
}

describe("query and path parameters of lists", () => {
  test("cursor: the next page is requested with the value of next, and the last page has none", async () => {
    const { client, world } = open();
    world.emulator.switches.maxLimit = 1;
    expect(await all(client.users.list())).toHaveLength(2);
    const [first, second, ...others] = world.emulator.requests.filter(({ path }) => path === "/users");
    expect([first?.query.cursor, typeof second?.query.cursor, others]).toEqual([undefined, "string", []]);
  });

  test("limit: the maximum number of records", async () => {
    const { client, last } = open();
    await all(client.roles.list());
    expect(Number(last()?.query.limit)).toBeGreaterThan(25);
  });

  test("limit: zero means the default of 25, a negative one is rejected", async () => {
    const { world } = open();
    for (let n = 0; n < 40; n++) world.emulator.edit.addUser({ email: `u${n}@example.com`, roleID: "read-only" });
    const get = (limit: number) => world.emulator.app.fetch(request(`/users?limit=${limit}`));
    const { users } = (await (await get(0)).json()) as { users: unknown[] };
    expect([users.length, (await get(-1)).status]).toEqual([25, 400]);
  });

  test("roleID: only users of exactly this role", async () => {
    const { client, last } = open();
    const found = await all(client.users.list({ roleID: "read-only" }));
    expect(found.map(({ email }) => email)).toEqual(["user.two@example.com"]);
    expect(last()?.query.roleID).toBe("read-only");
  });

  test("roleID: ^[a-z0-9-]+$", async () => {
    const { world } = open();
    expect((await world.emulator.app.fetch(request("/users?roleID=Full%20Access"))).status).toBe(400);
  });

  test("Api-Version: required, v1", async () => {
    const { world } = open();
    for (const version of [{}, { "Api-Version": "v2" }]) {
      const { status } = await world.emulator.app.fetch(request("/users", {}, version));
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe("the fields of", () => {
  test.each([
    "id",
    "alias",
    "locale",
    "timezone",
    "region",
    "state",
    "created",
    "lastEntitlement",
    "lastModified",
    "urn",
    "mfaRequired",
    "links",
  ])("an account: %s", async (field) => {
    const { client, world } = open();
    const shown = await client.accounts.describe(ACCOUNT);
    expect(shown).toHaveProperty(
      field,
      world.emulator.store.account[field as keyof typeof world.emulator.store.account],
    );
  });

  test.each([
    "id",
    "name",
    "email",
    "roleID",
    "locale",
    "timezone",
    "state",
    "mfaEnabled",
    "created",
    "lastModified",
    "lastActivity",
    "urn",
  ])("a user: %s", async (field) => {
    const { client } = open();
    const shown = await client.users.describe(USER);
    expect(shown).toHaveProperty(field);
    expect((await all(client.users.list()))[0]).toHaveProperty(field);
  });

  test.each(["id", "name", "description", "serviceRoleURNs", "created", "lastModified", "urn"])(
    "a role: %s",
    async (field) => {
      const { client } = open();
      expect(await client.roles.describe("auditor")).toHaveProperty(field);
      expect(await all(client.roles.list())).toContainEqual(expect.objectContaining({ [field]: expect.anything() }));
    },
  );
});

describe("the bodies of", () => {
  test.each(["alias", "locale", "timezone", "region", "mfaRequired"])("Modify an account: %s", async (field) => {
    const { client, last } = open();
    await client.accounts.modify(ACCOUNT, account);
    expect(last()?.body).toHaveProperty(field, account[field as keyof typeof account]);
  });

  test.each(["roleID", "state"])("Modify a user within an account: %s", async (field) => {
    const { client, last, world } = open();
    const body = { roleID: "auditor", state: "disabled" } as const;
    await client.users.modify(USER, body);
    expect(last()?.body).toHaveProperty(field, body[field as keyof typeof body]);
    expect(world.emulator.store.users.get(USER)).toMatchObject(body);
  });

  test("Modify a user within an account: roleID is required", async () => {
    const { client } = open();
    await expect(client.users.modify(USER, { state: "enabled" } as never)).rejects.toThrow(/roleID.*is required/);
  });

  test.each(["id", "name", "description", "serviceRoleURNs"])("Create a role and Modify a role: %s", async (field) => {
    const { client, last } = open();
    const body = { id: "new", ...role };
    await client.roles.create(body);
    expect(last()?.body).toHaveProperty(field, body[field as keyof typeof body]);
    await client.roles.modify("new", body);
    expect(last()?.body).toHaveProperty(field, body[field as keyof typeof body]);
  });

  test.each([
    ["roleID: ^[a-z0-9-]+$", { roleID: "Full Access" }],
    ['state: "enabled" or "disabled"', { roleID: "auditor", state: "locked" }],
  ])("Modify a user within an account: %s", async (_, body) => {
    const { world } = open();
    const sent = request(`/users/${USER}`, { method: "POST", body: JSON.stringify(body) });
    expect((await world.emulator.app.fetch(sent)).status).toBe(400);
    expect(world.emulator.store.users.get(USER)).toMatchObject({ roleID: "full-access", state: "enabled" });
  });

  test("Delete user from an account: they are removed from it, and with them their access", async () => {
    const { client, world } = open();
    await client.users.delete(USER);
    expect(world.emulator.store.users.has(USER)).toBe(false);
    expect(world.emulator.store.users.size).toBe(1);
  });

  test("Delete an account: it is suspended, and the message says for how long", async () => {
    const { client, world } = open();
    await client.accounts.delete(ACCOUNT);
    expect(world.emulator.store.account.state).toBe("suspended");
  });
});

describe("what the vendor documents besides the four pages", () => {
  test("Invite: POST /invitations with email and roleID returns 201 and the invitation", async () => {
    const { client, last } = open();
    const made = await client.invitations.create({ email: "new@example.com", roleID: "read-only" });
    expect(last()).toMatchObject({ method: "POST", path: "/invitations", status: 201 });
    expect(made).toMatchObject({ email: "new@example.com", roleID: "read-only", state: "invited" });
  });

  test("List invitations: GET /invitations", async () => {
    const { client } = open();
    await client.invitations.create({ email: "new@example.com", roleID: "read-only" });
    expect(await all(client.invitations.list())).toHaveLength(1);
  });

  test("List API keys and describe one: GET /apikeys, GET /apikeys/{id}", async () => {
    const { client } = open();
    const [key] = await all(client.apiKeys.list());
    expect(await client.apiKeys.describe(key?.id ?? "")).toMatchObject({
      id: "emulator-demo-key",
      roleID: "full-access",
    });
  });
});
