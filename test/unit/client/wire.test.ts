import { describe, expect, test } from "@jest/globals";
import { type CloudOne, InvalidResponseError, UnknownOutcomeError } from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { json, USER } from "./scripted-transport.js";
import { collect, session } from "./session.js";

const ROLE = {
  id: "auditors",
  name: "Auditors",
  description: "Read all",
  serviceRoleURNs: ["urn:cloudone:audit:us-1:012345678912:role/read-only"],
  created: "2020-06-21T09:01:12Z",
  lastModified: "2020-07-10T07:02:10Z",
  urn: "urn:cloudone:identity:us-1:012345678912:role/auditors",
};
const ACCOUNT = {
  id: "012345678912",
  alias: "Acme",
  locale: "en",
  timezone: "America/Toronto",
  region: "us-1",
  state: "active",
  created: "2020-06-21T09:01:12Z",
  lastEntitlement: "2020-07-10T07:02:10Z",
  lastModified: "2020-07-10T07:02:10Z",
  urn: "urn:cloudone:identity:us-1:012345678912:account/012345678912",
  mfaRequired: true,
  links: [{ rel: "token", method: "post" }],
};
const KEY = { id: "2Fkey", alias: "ci", roleID: "full-access", enabled: true, urn: "urn:x" };
const INVITATION = {
  id: "i1",
  email: "new@example.com",
  roleID: "read-only",
  state: "invited",
  expiry: "2030-01-01T00:00:00Z",
};
const ACCOUNT_BODY = { alias: "Acme", locale: "en", timezone: "America/Toronto", region: "us-1", mfaRequired: true };
const ROLE_BODY = { id: "auditors", name: "Auditors", description: "Read all", serviceRoleURNs: ROLE.serviceRoleURNs };

type Call = (cloudOne: CloudOne) => Promise<unknown>;

const CALLS: [name: string, call: Call, method: string, path: string, body: unknown, answer: unknown][] = [
  [
    "accounts.describe",
    (c) => c.accounts.describe("012345678912"),
    "GET",
    "/accounts/012345678912",
    undefined,
    ACCOUNT,
  ],
  [
    "accounts.modify",
    (c) => c.accounts.modify("012345678912", ACCOUNT_BODY),
    "POST",
    "/accounts/012345678912",
    ACCOUNT_BODY,
    ACCOUNT,
  ],
  ["users.describe", (c) => c.users.describe("u1"), "GET", "/users/u1", undefined, USER],
  [
    "users.modify",
    (c) => c.users.modify("u1", { roleID: "r", state: "disabled" }),
    "POST",
    "/users/u1",
    { roleID: "r", state: "disabled" },
    USER,
  ],
  ["roles.describe", (c) => c.roles.describe("auditors"), "GET", "/roles/auditors", undefined, ROLE],
  ["roles.create", (c) => c.roles.create(ROLE_BODY), "POST", "/roles", ROLE_BODY, ROLE],
  ["roles.modify", (c) => c.roles.modify("auditors", ROLE_BODY), "POST", "/roles/auditors", ROLE_BODY, ROLE],
  ["apiKeys.describe", (c) => c.apiKeys.describe("2Fkey"), "GET", "/apikeys/2Fkey", undefined, KEY],
  [
    "invitations.create",
    (c) => c.invitations.create({ email: "new@example.com", roleID: "read-only" }),
    "POST",
    "/invitations",
    { email: "new@example.com", roleID: "read-only" },
    INVITATION,
  ],
];

describe("the wire", () => {
  test.each(CALLS)(
    "%s sends its request and returns the vendor's object",
    async (_, call, method, path, body, answer) => {
      const { cloudOne, run, requests } = session([json(200, answer)]);
      expect(await run(call(cloudOne))).toEqual(answer);
      const [request] = requests;
      expect(request?.method).toBe(method);
      expect(request?.url).toBe(`https://accounts.cloudone.trendmicro.com/api${path}`);
      expect(request?.body === undefined ? undefined : JSON.parse(request.body)).toEqual(body);
      expect(request?.headers).toMatchObject({
        authorization: "ApiKey 2Fkey:S3cr3t/+words=",
        "api-version": "v1",
        accept: "application/json",
        "user-agent": "pulumi-cloudone",
      });
      expect(request?.headers["content-type"]).toBe(body === undefined ? undefined : "application/json");
      expect(request?.timeoutMs).toBe(60_000);
    },
  );

  test("accounts.delete returns the API's message", async () => {
    const suspended = "Account is suspended and will be deleted in 30 days";
    for (const [response, message] of [
      [json(202, { message: suspended }), suspended],
      [json(200, {}), ""],
      [json(200, null), ""],
      [{ status: 204, headers: {}, body: "" }, ""],
    ] as const) {
      const { cloudOne, run, requests } = session([response]);
      expect(await run(cloudOne.accounts.delete("012345678912"))).toEqual({ message });
      expect(requests[0]).toMatchObject({ method: "DELETE", url: expect.stringMatching(/\/accounts\/012345678912$/) });
    }
  });

  test.each([
    ["users.delete", (c: CloudOne) => c.users.delete("u1"), "/users/u1"],
    ["roles.delete", (c: CloudOne) => c.roles.delete("auditors"), "/roles/auditors"],
  ])("%s succeeds with any 2xx", async (_, call, path) => {
    for (const success of [
      { status: 204, headers: {}, body: "" },
      json(202, { message: "Account is suspended and will be deleted in 30 days" }),
      json(200, {}),
    ]) {
      const { cloudOne, run, requests } = session([success]);
      expect(await run(call(cloudOne))).toBeUndefined();
      expect(requests[0]).toMatchObject({
        method: "DELETE",
        url: `https://accounts.cloudone.trendmicro.com/api${path}`,
      });
      expect(requests[0]).not.toHaveProperty("body");
    }
  });

  test("lists roles and invitations", async () => {
    const roles = session([json(200, { roles: [ROLE] })]);
    expect(await roles.run(collect(roles.cloudOne.roles.list()))).toEqual([ROLE]);
    const invitations = session([json(200, { invitations: [INVITATION] })]);
    expect(await invitations.run(collect(invitations.cloudOne.invitations.list()))).toEqual([INVITATION]);
  });

  test("uses the configured base URL and user agent", async () => {
    const { cloudOne, run, requests } = session([json(200, USER)], {
      baseUrl: "http://127.0.0.1:8080/api/",
      userAgent: "drift/1",
      timeoutSeconds: 5,
    });
    await run(cloudOne.users.describe("u1"));
    expect(requests[0]).toMatchObject({ url: "http://127.0.0.1:8080/api/users/u1", timeoutMs: 5000 });
    expect(requests[0]?.headers["user-agent"]).toBe("drift/1");
    expect(cloudOne).toMatchObject({ apiKeyId: "2Fkey", baseUrl: "http://127.0.0.1:8080/api" });
  });

  test("tolerates nulls, absent fields and unknown fields", async () => {
    const role = session([
      json(200, { id: "r", name: null, description: null, serviceRoleURNs: null, urn: null, colour: "red" }),
    ]);
    expect(await role.run(role.cloudOne.roles.describe("r"))).toEqual({
      id: "r",
      name: "",
      description: "",
      serviceRoleURNs: [],
      created: "",
      lastModified: "",
      urn: "",
      colour: "red",
    });
    const account = session([json(200, { id: "1", state: "active", mfaRequired: null })]);
    expect(await account.run(account.cloudOne.accounts.describe("1"))).toEqual({
      id: "1",
      state: "active",
      mfaRequired: false,
      alias: "",
      locale: "",
      timezone: "",
      region: "",
      urn: "",
    });
    const user = session([json(200, { ...USER, locale: null, mfaEnabled: null, name: null })]);
    const found = await user.run(user.cloudOne.users.describe("u1"));
    expect(found).toEqual({ ...USER, name: "" });
    // The engine drops undefined values.
    expect(Object.values(found)).not.toContain(undefined);
  });

  test.each([
    ["user id", (c: CloudOne) => c.users.describe("u1"), { ...USER, id: null }],
    ["user id", (c: CloudOne) => c.users.describe("u1"), { ...USER, id: 1 }],
    ["user roleID", (c: CloudOne) => c.users.describe("u1"), { ...USER, roleID: "" }],
    ["user email", (c: CloudOne) => c.users.describe("u1"), { ...USER, email: undefined }],
    ["user state", (c: CloudOne) => c.users.describe("u1"), { ...USER, state: true }],
    ["role URNs", (c: CloudOne) => c.roles.describe("r"), { ...ROLE, id: "r", serviceRoleURNs: "all" }],
    ["role URNs", (c: CloudOne) => c.roles.describe("r"), { ...ROLE, id: "r", serviceRoleURNs: [null] }],
    ["account state", (c: CloudOne) => c.accounts.describe("1"), { ...ACCOUNT, id: "1", state: null }],
    ["account mfaRequired", (c: CloudOne) => c.accounts.describe("1"), { ...ACCOUNT, id: "1", mfaRequired: "yes" }],
    ["key roleID", (c: CloudOne) => c.apiKeys.describe("k"), { id: "k" }],
    ["another object", (c: CloudOne) => c.users.describe("u1"), { ...USER, id: "u2" }],
    ["a list", (c: CloudOne) => c.users.describe("u1"), [USER]],
    ["null", (c: CloudOne) => c.users.describe("u1"), null],
  ])("does not guess a value that a decision would rest on: %s", async (_, call, answer) => {
    const { cloudOne, run, requests } = session([json(200, answer)]);
    const error = await caught(InvalidResponseError, run<unknown>(call(cloudOne)));
    expect(error.defect).toBe("shape");
    expect(requests).toHaveLength(1);
  });

  test("leaves a write unsettled if the response is about another object", async () => {
    const { cloudOne, run } = session([json(200, { ...ROLE, id: "other" })]);
    const { cause, message } = await caught(UnknownOutcomeError, run(cloudOne.roles.create(ROLE_BODY)));
    expect(cause).toMatchObject({ name: "InvalidResponseError", defect: "shape" });
    expect(message).toContain('it is about "other", not "auditors"');
    expect(message).toContain("read the object back before sending it again");
  });

  test("treats ids that differ in letter case as the same", async () => {
    const { cloudOne, run } = session([json(200, { ...USER, id: "CC401D8F" })]);
    expect((await run(cloudOne.users.describe("cc401d8f"))).id).toBe("CC401D8F");
  });

  test("never returns an API key's secret", async () => {
    const one = session([json(200, { ...KEY, secret: "Xq7" })]);
    expect(await one.run(one.cloudOne.apiKeys.describe("2Fkey"))).toEqual(KEY);
    const all = session([json(200, { apikeys: [{ ...KEY, secret: "Xq7" }] })]);
    expect(await all.run(collect(all.cloudOne.apiKeys.list({ roleID: "full-access" })))).toEqual([KEY]);
  });

  test("reads JSON with a byte order mark", async () => {
    const { cloudOne, run } = session([{ ...json(200, USER), body: `\uFEFF${JSON.stringify(USER)}` }]);
    expect(await run(cloudOne.users.describe("u1"))).toEqual(USER);
  });

  test.each(["", "  ", ".", "..", "\ud800"])("refuses the id %j before it is sent", async (id) => {
    const { cloudOne, run, requests } = session([json(200, USER)]);
    const calls: Promise<unknown>[] = [
      cloudOne.users.describe(id),
      cloudOne.users.delete(id),
      cloudOne.roles.modify(id, ROLE_BODY),
      cloudOne.accounts.delete(id),
      cloudOne.apiKeys.describe(id),
    ];
    for (const call of calls) await caught(TypeError, run(call));
    expect(requests).toHaveLength(0);
  });

  test.each([
    ["a/b?c#d", "/users/a%2Fb%3Fc%23d"],
    ["../roles/x", "/users/..%2Froles%2Fx"],
    ["%2e%2e", "/users/%252e%252e"],
    ["jón smith", "/users/j%C3%B3n%20smith"],
  ])("percent-encodes the id %j", async (id, path) => {
    const { cloudOne, run, requests } = session([{ status: 204, headers: {}, body: "" }]);
    await run(cloudOne.users.delete(id));
    expect(requests[0]?.url).toBe(`https://accounts.cloudone.trendmicro.com/api${path}`);
  });
});
