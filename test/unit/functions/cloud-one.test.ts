import { describe, expect, test } from "@jest/globals";
import { ACCOUNT } from "../../doubles/world.js";
import { SAML_ID, seed, uuid } from "./cloud-one-scene.js";
import { program, type Token } from "./scene.js";

describe("each function returns the vendor's objects with the vendor's names", () => {
  test.each<[Token, object, object]>([
    ["cloudone:index:getRole", { roleId: "auditor" }, { id: "auditor", description: "Reads", serviceRoleURNs: [] }],
    [
      "cloudone:index:getUser",
      { email: "USER7@example.com" },
      { id: uuid(7), email: "User7@example.com", roleID: "read-only" },
    ],
    ["cloudone:index:getUser", { userId: uuid(50) }, { email: "User50@example.com", state: "disabled" }],
    ["cloudone:index:getAccount", {}, { id: ACCOUNT, alias: "Trial", region: "de-1", mfaRequired: false }],
    ["cloudone:index:getAccount", { accountId: ACCOUNT }, { id: ACCOUNT }],
    ["cloudone:index:getApiKey", {}, { id: "emulator-demo-key", roleID: "full-access" }],
    ["cloudone:index:getApiKey", { apiKeyId: "emulator-demo-key" }, { id: "emulator-demo-key" }],
    [
      "cloudone:index:getSamlUser",
      { samlUserId: SAML_ID },
      { id: SAML_ID, subject: "sam@example.com", roleID: "auditor" },
    ],
  ])("%s %j", async (token, args, result) => {
    expect(await program({ seed }).call(token, args)).toMatchObject(result);
  });

  test.each<[Token, object, number]>([
    ["cloudone:index:getRoles", {}, 4],
    ["cloudone:index:getUsers", {}, 200],
    ["cloudone:index:getUsers", { roleId: "auditor" }, 100],
    ["cloudone:index:getUsers", { roleId: "no-such-role" }, 0],
    ["cloudone:index:getApiKeys", {}, 1],
    ["cloudone:index:getApiKeys", { roleId: "read-only" }, 0],
    ["cloudone:index:getInvitations", {}, 1],
    ["cloudone:index:getSamlUsers", {}, 2],
    ["cloudone:index:getSamlUsers", { roleId: "auditor" }, 1],
    ["cloudone:index:getSamlUsers", { roleId: "no-such-role" }, 0],
  ])("%s %j: %d", async (token, args, count) => {
    for (const fresh of [false, true]) expect(await program({ seed }).call(token, args, fresh)).toHaveLength(count);
  });

  test("getCaller says which account the key belongs to", async () => {
    expect(await program({ seed }).call("cloudone:index:getCaller")).toEqual({
      accountId: ACCOUNT,
      region: "de-1",
      apiKeyId: "emulator-demo-key",
      roleId: "full-access",
    });
  });
});

describe("serviceRoleUrn", () => {
  test("fills in the region and the account of the caller", async () => {
    const { call } = program({ seed });
    const urn = await call("cloudone:index:serviceRoleUrn", { service: "workload", role: "read-only" });
    expect(urn).toBe(`urn:cloudone:workload:de-1:${ACCOUNT}:role/read-only`);
    expect(await call("cloudone:index:serviceRoleUrn", { service: "audit", role: "x", region: "us-1" })).toBe(
      `urn:cloudone:audit:us-1:${ACCOUNT}:role/x`,
    );
  });

  test("with region and account needs neither a request nor a key", async () => {
    const { call, asked } = program({ config: { "cloudone:apiKey": "" } });
    const args = { service: "workload", role: "full-access", region: "us-1", accountId: "111122223333" };
    expect(await call("cloudone:index:serviceRoleUrn", args)).toBe(
      "urn:cloudone:workload:us-1:111122223333:role/full-access",
    );
    expect(asked()).toEqual([]);
  });
});

test.each<[Token, object, string]>([
  ["cloudone:index:getRole", { roleId: "Not An Id" }, "roleId: a role id must consist of lowercase letters"],
  ["cloudone:index:getRole", {}, "roleId: a role id is required"],
  ["cloudone:index:getUser", {}, "exactly one of email and userId must be given"],
  ["cloudone:index:getUser", { email: "a@example.com", userId: "x" }, "exactly one of email and userId"],
  ["cloudone:index:getUser", { email: "ann" }, "email: this is not an email address"],
  ["cloudone:index:getUsers", { roleID: "auditor" }, 'Unrecognized key: "roleID"'],
  ["cloudone:index:getAccount", { accountId: "1" }, "accountId: an account id has 12 digits"],
  ["cloudone:index:getAccount", { accountId: "12345678912" }, 'drops a leading 0. Write "012345678912"'],
  ["cloudone:index:getApiKey", { apiKeyId: "" }, "apiKeyId: an API key's id must be a string that is not empty"],
  ["cloudone:index:getSamlUser", { samlUserId: "" }, "samlUserId: a SAML user's id is the last part of their URN"],
  ["cloudone:index:getSamlUsers", { roleId: "Not An Id" }, "roleId: a role id must consist of lowercase letters"],
  [
    "cloudone:index:serviceRoleUrn",
    { service: "a b", role: "x/y" },
    "service: a service must consist of letters, digits and hyphens; role: a service's role must consist",
  ],
])("%s %j is refused before any request", async (token, args, message) => {
  const { call, asked } = program({ seed });
  await expect(call(token, args)).rejects.toThrow(message);
  expect(asked()).toEqual([]);
});

describe("lists are complete or fail", () => {
  test.each<[Token, string]>([
    ["cloudone:index:getRoles", "/roles"],
    ["cloudone:index:getUsers", "/users"],
    ["cloudone:index:getApiKeys", "/apikeys"],
    ["cloudone:index:getInvitations", "/invitations"],
    ["cloudone:index:getSamlUsers", "/saml-users"],
  ])("%s fails if the list cannot be read", async (token, path) => {
    const { call, world } = program({ seed });
    world.emulator.faults.add({ match: { path }, kind: "403-empty" });
    await expect(call(token)).rejects.toThrow(`GET ${path}: 403 Forbidden`);
  });

  test.each<[Token, object, string]>([
    ["cloudone:index:getUsers", { roleId: "auditor" }, "/users"],
    ["cloudone:index:getRole", { roleId: "auditor" }, "/roles/auditor"],
    ["cloudone:index:getAccount", { accountId: ACCOUNT }, `/accounts/${ACCOUNT}`],
  ])("a failure of %s %j is not cached", async (token, args, path) => {
    const { call, world } = program({ seed });
    world.emulator.faults.add({ match: { path }, kind: "403-empty" });
    await expect(call(token, args)).rejects.toThrow(`GET ${path}: 403 Forbidden`);
    expect(await call(token, args)).toBeTruthy();
  });

  test.each([false, true])("a key revoked during a walk fails it (fresh: %s)", async (fresh) => {
    const { call } = program({
      seed,
      switches: { maxLimit: 50 },
      before: ({ url }, edit) => {
        if (url.includes("cursor=")) edit.revokeApiKey("emulator-demo-key");
      },
    });
    await expect(call("cloudone:index:getUsers", {}, fresh)).rejects.toThrow(/GET \/users: 401 Unauthorized/);
    await expect(call("cloudone:index:getUser", { email: "user199@example.com" }, fresh)).rejects.toThrow(/401/);
  });

  test("the second page too", async () => {
    const { call, world } = program({ seed });
    world.emulator.faults.add({ match: { path: "/users", nth: 2 }, kind: "403-empty" });
    await expect(call("cloudone:index:getUsers")).rejects.toThrow("GET /users: 403 Forbidden");
  });
});

test("a key of an account other than the configured one is detected before anything else", async () => {
  const { call, asked } = program({ seed, config: { "cloudone:accountId": "999999999999" } });
  await expect(call("cloudone:index:getUsers")).rejects.toThrow(
    `belongs to account ${ACCOUNT}, but cloudone:accountId is 999999999999`,
  );
  expect(asked("/users")).toEqual([]);
});

describe("people who sign in by SSO", () => {
  test("can be described even if API keys may not list them", async () => {
    const { call } = program({ seed, switches: { samlUsersList: 401 } });
    await expect(call("cloudone:index:getSamlUsers")).rejects.toThrow("GET /saml-users: 401 Unauthorized");
    expect(await call("cloudone:index:getSamlUser", { samlUserId: SAML_ID })).toMatchObject({ roleID: "auditor" });
  });

  test("are read from their own host if one is configured", async () => {
    const urls: string[] = [];
    const { call } = program({
      seed,
      config: { "cloudone:samlBaseUrl": "http://localhost:1/api" },
      before: ({ url }) => void urls.push(url),
    });
    expect(await call("cloudone:index:getSamlUsers")).toHaveLength(2);
    expect(urls).toEqual(["http://localhost:1/api/saml-users?limit=1000"]);
  });

  test("are not requested if the setting is off, and the function says so", async () => {
    const { call, asked } = program({ seed, config: { "cloudone:samlUsers": "off" } });
    for (const [token, args] of [
      ["cloudone:index:getSamlUsers", {}],
      ["cloudone:index:getSamlUser", { samlUserId: SAML_ID }],
    ] as const) {
      await expect(call(token, args)).rejects.toThrow("cloudone:samlUsers (CLOUDONE_SAML_USERS) is off");
    }
    expect(asked("/saml")).toEqual([]);
  });
});

test("an invalid configuration is an error that names every wrong setting", async () => {
  const { call } = program({ config: { "cloudone:apiKey": "", "cloudone:timeoutSeconds": "-1" } });
  await expect(call("cloudone:index:getRoles")).rejects.toThrow(/No API key.*\n.*|timeoutSeconds/s);
});

test("a long wait is reported", async () => {
  const { call, world, log } = program({ seed });
  world.emulator.faults.add({ match: { path: "/roles" }, kind: "429-seconds", retryAfterSeconds: 30 });
  await call("cloudone:index:getRoles");
  expect(log.text).toMatch(/info: Waiting 30 s before GET \/roles/);
});
