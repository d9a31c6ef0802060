// Every row of the vendor's reference of accounts, users and roles, by its name there, against client and emulator:
// https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/
import { describe, expect, test } from "@jest/globals";
import type { Seed } from "../../../emulator/index.js";
import {
  ApiError,
  BudgetError,
  type CloudOne,
  createCloudOne,
  Governor,
  NotFoundError,
  UnsettledError,
} from "../../../provider/client/index.js";
import { ACCOUNT, API_KEY, World } from "../../simulation/world.js";

const USER = "cc401d8f-7920-4d03-9e48-ce8ef79b4835";
const URN = `urn:cloudone:application:us-1:${ACCOUNT}:role/full-access`;
const seed: Seed = {
  account: { alias: "Trend Micro Cloud One", timezone: "America/Toronto", region: "ca-1", mfaRequired: true },
  roles: [{ id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [URN] }],
  users: [
    { id: USER, name: "Jon Smith", email: "user.one@example.com", roleID: "full-access", timezone: "America/Toronto" },
    { email: "user.two@example.com", roleID: "read-only" },
  ],
};

function open() {
  const world = new World({ seed });
  const client = createCloudOne({
    apiKey: API_KEY,
    baseUrl: "http://127.0.0.1:1/api",
    clock: world.clock,
    random: () => 0.5,
    transport: world.transport,
    governor: new Governor({ clock: world.clock }),
    budgetSeconds: 60,
  });
  return { world, client, last: () => world.emulator.requests.at(-1) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const role = { name: "Auditors", description: "Read", serviceRoleURNs: [URN] };
const account = { alias: "A", locale: "en", timezone: "UTC", region: "ca-1", mfaRequired: false };

interface Operation {
  name: string;
  request: string;
  status: number;
  call: (client: CloudOne) => Promise<unknown>;
  /** The statuses that the vendor lists for it, beside the successful one. */
  errors: readonly number[];
}

const NO_404 = [400, 401, 403, 429, 500, 503] as const;
const WITH_404 = [...NO_404, 404] as const;

const OPERATIONS: readonly Operation[] = [
  {
    name: "Describe an account",
    request: `GET /accounts/${ACCOUNT}`,
    status: 200,
    errors: WITH_404,
    call: ({ accounts }) => accounts.describe(ACCOUNT),
  },
  {
    name: "Modify an account",
    request: `POST /accounts/${ACCOUNT}`,
    status: 200,
    errors: WITH_404,
    call: ({ accounts }) => accounts.modify(ACCOUNT, account),
  },
  {
    name: "Delete an account",
    request: `DELETE /accounts/${ACCOUNT}`,
    status: 202,
    errors: NO_404,
    call: ({ accounts }) => accounts.delete(ACCOUNT),
  },
  {
    name: "List users within an account",
    request: "GET /users",
    status: 200,
    errors: NO_404,
    call: ({ users }) => all(users.list()),
  },
  {
    name: "Describe a user within an account",
    request: `GET /users/${USER}`,
    status: 200,
    errors: WITH_404,
    call: ({ users }) => users.describe(USER),
  },
  {
    name: "Modify a user within an account",
    request: `POST /users/${USER}`,
    status: 200,
    errors: WITH_404,
    call: ({ users }) => users.modify(USER, { roleID: "auditor", state: "disabled" }),
  },
  {
    name: "Delete user from an account",
    request: `DELETE /users/${USER}`,
    status: 204,
    errors: NO_404,
    call: ({ users }) => users.delete(USER),
  },
  { name: "List roles", request: "GET /roles", status: 200, errors: NO_404, call: ({ roles }) => all(roles.list()) },
  {
    name: "Create a role",
    request: "POST /roles",
    status: 201,
    errors: NO_404,
    call: ({ roles }) => roles.create({ id: "new", ...role }),
  },
  {
    name: "Describe a role",
    request: "GET /roles/auditor",
    status: 200,
    errors: WITH_404,
    call: ({ roles }) => roles.describe("auditor"),
  },
  {
    name: "Modify a role",
    request: "POST /roles/auditor",
    status: 200,
    errors: WITH_404,
    call: ({ roles }) => roles.modify("auditor", { id: "auditor", ...role }),
  },
  {
    name: "Delete a role",
    request: "DELETE /roles/auditor",
    status: 204,
    errors: NO_404,
    call: ({ roles }) => roles.delete("auditor"),
  },
];

describe.each(OPERATIONS)("$name: $request", ({ request, status, call, errors }) => {
  const [method = "", path = ""] = request.split(" ");

  test(`answers ${status}`, async () => {
    const { client, last } = open();
    await call(client);
    expect(last()).toMatchObject({ method, path, status, handled: true });
  });

  test("sends Authorization: ApiKey and Api-Version: v1", async () => {
    const { world } = open();
    let headers: Record<string, string> = {};
    const client = createCloudOne({
      apiKey: API_KEY,
      baseUrl: "http://127.0.0.1:1/api",
      clock: world.clock,
      governor: new Governor({ clock: world.clock }),
      transport: (sent) => {
        headers = sent.headers;
        return world.transport(sent);
      },
    });
    await call(client);
    expect(headers).toMatchObject({ authorization: `ApiKey ${API_KEY}`, "api-version": "v1" });
  });

  test.each(errors)("where it answers %d, the client says so with the server's own words", async (refusal) => {
    const { world } = open();
    const words = "Something went wrong.";
    const client = createCloudOne({
      apiKey: API_KEY,
      baseUrl: "http://127.0.0.1:1/api",
      clock: world.clock,
      random: () => 0.5,
      governor: new Governor({ clock: world.clock }),
      budgetSeconds: 20,
      transport: async () => ({
        status: refusal,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ message: words }),
      }),
    });
    const error = await call(client).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Error)) throw new Error("it did not fail");
    expect(error.message).toContain(`${method} ${path}: `);
    expect(error.message).toContain(String(refusal));
    expect(error.message).toContain(`"${words}"`);
    const expected =
      refusal === 429 ? BudgetError : refusal < 500 ? ApiError : method === "GET" ? BudgetError : UnsettledError;
    expect(error).toBeInstanceOf(expected);
    expect(error instanceof NotFoundError).toBe(refusal === 404);
  });
});

describe("query and path parameters of lists", () => {
  test("cursor: the next page is asked for with the value of next, and the last page has none", async () => {
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
    const get = (limit: number) =>
      world.emulator.app.fetch(
        new Request(`http://localhost/api/users?limit=${limit}`, {
          headers: { Authorization: `ApiKey ${API_KEY}`, "Api-Version": "v1" },
        }),
      );
    expect([(await get(0)).status, (await get(-1)).status]).toEqual([200, 400]);
  });

  test("roleID: only users of exactly this role", async () => {
    const { client, last } = open();
    const found = await all(client.users.list({ roleID: "read-only" }));
    expect(found.map(({ email }) => email)).toEqual(["user.two@example.com"]);
    expect(last()?.query.roleID).toBe("read-only");
  });

  test("Api-Version: required", async () => {
    const { world } = open();
    const request = new Request("http://localhost/api/users", { headers: { Authorization: `ApiKey ${API_KEY}` } });
    expect((await world.emulator.app.fetch(request)).status).toBe(401);
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

  test("Delete an account: it is suspended, and the message says for how long", async () => {
    const { client, world } = open();
    await client.accounts.delete(ACCOUNT);
    expect(world.emulator.store.account.state).toBe("suspended");
  });
});

describe("what the vendor documents beside the four pages", () => {
  test("Invite: POST /invitations with email and roleID answers 201 and an invited one", async () => {
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
