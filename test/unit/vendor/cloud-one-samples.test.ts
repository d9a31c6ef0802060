// The request and response samples of the vendor's reference for accounts, users and roles, unchanged:
// https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/
import { describe, expect, test } from "@jest/globals";
import {
  type CloudOne,
  createCloudOneClient,
  RateLimiter,
  type TransportRequest,
} from "../../../provider/client/index.js";
import { API_KEY, World } from "../../doubles/world.js";
import { all } from "./scene.js";

const ACCOUNT = {
  id: "012345678912",
  alias: "Trend Micro Cloud One",
  locale: "en",
  timezone: "America/Toronto",
  region: "us-1",
  state: "active",
  created: "2020-06-21T09:01:12Z",
  lastEntitlement: "2020-07-10T07:02:10Z",
  lastModified: "2020-07-10T07:02:10Z",
  urn: "urn:cloudone:identity:ca-1:012345678912:account/012345678912",
  mfaRequired: true,
  links: [{ rel: "token", method: "post" }],
};
const ACCOUNT_PAYLOAD = {
  alias: "Trend Micro Cloud One",
  locale: "en",
  timezone: "America/Toronto",
  region: "us-1",
  mfaRequired: true,
};
const ACCOUNT_DELETED = {
  message:
    "Account is suspended and will be deleted in 30 days, please contact support if you want to recover this account",
};
const USER = {
  id: "cc401d8f-7920-4d03-9e48-ce8ef79b4835",
  name: "Jon Smith",
  email: "user.one@example.com",
  roleID: "full-access",
  locale: "en",
  timezone: "America/Toronto",
  state: "enabled",
  mfaEnabled: true,
  created: "2020-06-21T09:01:12Z",
  lastModified: "2020-06-21T09:01:12Z",
  lastActivity: "2020-08-10T07:02:10Z",
  urn: "urn:cloudone:identity:ca-1:012345678912:user/cc401d8f-7920-4d03-9e48-ce8ef79b4835",
};
const USER_PAYLOAD = { roleID: "full-access", state: "enabled" } as const;
const ROLE_PAYLOAD = {
  id: "full-access",
  name: "Full Access",
  description: "Full access to all security services and account management",
  serviceRoleURNs: ["urn:cloudone:application:us-1:012345678912:role/full-access"],
};
const ROLE = {
  ...ROLE_PAYLOAD,
  created: "2020-06-21T09:01:12Z",
  lastModified: "2020-07-10T07:02:10Z",
  urn: "urn:cloudone:identity:ca-1:012345678912:role/full-access",
};
const NEXT = "dGhpcyB2YWx1ZSBpcyBvcGFxdWUsIGRlY29kaW5nIGl0IHdvbid0IGJlIHVzZWZ1bAo=";

interface Sample {
  operation: string;
  status: number;
  answer?: object;
  call: (client: CloudOne) => Promise<unknown>;
  result: unknown;
  payload?: object;
}

const SAMPLES: readonly Sample[] = [
  {
    operation: "Describe an account",
    status: 200,
    answer: ACCOUNT,
    call: ({ accounts }) => accounts.describe(ACCOUNT.id),
    result: ACCOUNT,
  },
  {
    operation: "Modify an account",
    status: 200,
    answer: ACCOUNT,
    call: ({ accounts }) => accounts.modify(ACCOUNT.id, ACCOUNT_PAYLOAD),
    result: ACCOUNT,
    payload: ACCOUNT_PAYLOAD,
  },
  {
    operation: "Delete an account",
    status: 202,
    answer: ACCOUNT_DELETED,
    call: ({ accounts }) => accounts.delete(ACCOUNT.id),
    result: ACCOUNT_DELETED,
  },
  {
    operation: "List users within an account",
    status: 200,
    answer: { users: [USER] },
    call: ({ users }) => all(users.list()),
    result: [USER],
  },
  {
    operation: "Describe a user within an account",
    status: 200,
    answer: USER,
    call: ({ users }) => users.describe(USER.id),
    result: USER,
  },
  {
    operation: "Modify a user within an account",
    status: 200,
    answer: USER,
    call: ({ users }) => users.modify(USER.id, USER_PAYLOAD),
    result: USER,
    payload: USER_PAYLOAD,
  },
  {
    operation: "Delete user from an account",
    status: 204,
    call: ({ users }) => users.delete(USER.id),
    result: undefined,
  },
  {
    operation: "List roles",
    status: 200,
    answer: { roles: [ROLE] },
    call: ({ roles }) => all(roles.list()),
    result: [ROLE],
  },
  {
    operation: "Create a role",
    status: 201,
    answer: ROLE,
    call: ({ roles }) => roles.create(ROLE_PAYLOAD),
    result: ROLE,
    payload: ROLE_PAYLOAD,
  },
  {
    operation: "Describe a role",
    status: 200,
    answer: ROLE,
    call: ({ roles }) => roles.describe(ROLE.id),
    result: ROLE,
  },
  {
    operation: "Modify a role",
    status: 200,
    answer: ROLE,
    call: ({ roles }) => roles.modify(ROLE.id, ROLE_PAYLOAD),
    result: ROLE,
    payload: ROLE_PAYLOAD,
  },
  { operation: "Delete a role", status: 204, call: ({ roles }) => roles.delete(ROLE.id), result: undefined },
];

/** A client of a server that returns these responses, one after the other. */
function answering(...answers: { status: number; body?: object | undefined; headers?: Record<string, string> }[]) {
  const { clock } = new World();
  const sent: TransportRequest[] = [];
  const queue = [...answers];
  const client = createCloudOneClient(
    { apiKey: API_KEY },
    {
      clock,
      random: () => 0.5,
      rateLimiter: new RateLimiter({ clock }),
      transport: async (request) => {
        sent.push(request);
        const { status, body, headers = {} } = queue.shift() ?? { status: 500 };
        const text = body === undefined ? "" : JSON.stringify(body);
        return { status, headers: { "content-type": "application/json", ...headers }, body: text };
      },
    },
  );
  return { client, clock, sent };
}

describe.each(SAMPLES)("$operation", ({ status, answer, call, result, payload }) => {
  test(`the response sample of ${status} is read in full`, async () => {
    const { client } = answering({ status, body: answer });
    expect(await call(client)).toEqual(result);
  });

  test("429, check the Retry-After header: it is waited out in full, then the request is repeated", async () => {
    const { client, clock, sent } = answering(
      { status: 429, headers: { "retry-after": "47" } },
      { status, body: answer },
    );
    const before = clock.now();
    expect(await call(client)).toEqual(result);
    expect([sent.length, clock.now() - before >= 47_000, clock.now() - before < 50_000]).toEqual([2, true, true]);
  });

  if (payload === undefined) return;
  test("the client sends the request sample", async () => {
    const { client, sent } = answering({ status, body: answer });
    await call(client);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(payload);
  });
});

test.each(SAMPLES.filter(({ operation }) => /^(Describe|List)/.test(operation)))(
  "$operation: 503, check the Retry-After header: it is waited out in full",
  async ({ status, answer, call, result }) => {
    const unwell = { status: 503, body: { message: "Maintenance" }, headers: { "retry-after": "90" } };
    const { client, clock } = answering(unwell, { status, body: answer });
    const before = clock.now();
    expect(await call(client)).toEqual(result);
    expect(clock.now() - before).toBeGreaterThanOrEqual(90_000);
  },
);

test.each([
  ["users", (client: CloudOne) => client.users.list(), USER],
  ["roles", (client: CloudOne) => client.roles.list(), ROLE],
] as const)(
  "List %s: next of the sample, which is opaque, goes back as cursor, percent-encoded",
  async (kind, list, one) => {
    const other = { ...one, id: "another" };
    const { client, sent } = answering(
      { status: 200, body: { next: NEXT, [kind]: [one] } },
      { status: 200, body: { [kind]: [other] } },
    );
    expect(await all<unknown>(list(client))).toEqual([one, other]);
    const url = sent[1]?.url ?? "";
    expect(url).toContain("cursor=dGhpcyB2YWx1ZSBpcyBvcGFxdWUsIGRlY29kaW5nIGl0IHdvbid0IGJlIHVzZWZ1bAo%3D");
    expect(new URL(url).searchParams.get("cursor")).toBe(NEXT);
  },
);

test("403: this could also mean that your token has expired; the error says both", async () => {
  const { client } = answering({ status: 403, body: { message: "Something went wrong." } });
  await expect(client.users.describe(USER.id)).rejects.toThrow(
    /403 Forbidden: .*has no right to do this, or has expired/,
  );
});
