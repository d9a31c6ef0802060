import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import nock from "nock";
import * as cloudone from "../../../sdk/index.js";
import { read } from "../docs/documents.js";

// A program's unit tests have no engine, no network and no key.

const calls: { token: string; inputs: object }[] = [];
const made: string[] = [];
const ONE = { id: "one" };
const ANSWERS: Record<string, object> = {
  "cloudone:index:getRoles": { roles: [ONE] },
  "cloudone:index:getUsers": { users: [ONE] },
  "cloudone:index:getApiKeys": { apiKeys: [ONE] },
  "cloudone:index:getSamlUsers": { samlUsers: [ONE] },
  "cloudone:index:getInvitations": { invitations: [ONE] },
  "cloudone:index:serviceRoleUrn": { urn: "urn:cloudone:audit:us-1:012345678912:role/read-only" },
  "cloudone:sailpoint:getAccounts": { accounts: [ONE] },
};

beforeAll(async () => {
  nock.disableNetConnect();
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      made.push(type);
      return { id: `${name}-id`, state: { cloudOneUrn: `urn of ${name}`, ...inputs } };
    },
    call({ token, inputs }) {
      calls.push({ token, inputs });
      return ANSWERS[token] ?? ONE;
    },
  });
});
// Another test file of this worker gets the same sockets.
afterAll(() => nock.restore());
beforeEach(() => {
  calls.length = 0;
  made.length = 0;
});

const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
const { sailpoint } = cloudone;
const URN = "urn:cloudone:audit:us-1:012345678912:role/read-only";

const FUNCTIONS: [string, object, () => Promise<unknown>, () => pulumi.Output<unknown>, unknown][] = [
  [
    "getRole",
    { roleId: "r" },
    () => cloudone.getRole({ roleId: "r" }),
    () => cloudone.getRoleOutput({ roleId: "r" }),
    ONE,
  ],
  ["getRoles", {}, cloudone.getRoles, cloudone.getRolesOutput, [ONE]],
  [
    "getUser",
    { userId: "u" },
    () => cloudone.getUser({ userId: "u" }),
    () => cloudone.getUserOutput({ userId: "u" }),
    ONE,
  ],
  [
    "getUsers",
    { roleId: "r" },
    () => cloudone.getUsers({ roleId: "r" }),
    () => cloudone.getUsersOutput({ roleId: "r" }),
    [ONE],
  ],
  ["getAccount", {}, () => cloudone.getAccount(), () => cloudone.getAccountOutput(), ONE],
  ["getApiKey", {}, () => cloudone.getApiKey(), () => cloudone.getApiKeyOutput(), ONE],
  [
    "getSamlUser",
    { samlUserId: "s" },
    () => cloudone.getSamlUser({ samlUserId: "s" }),
    () => cloudone.getSamlUserOutput({ samlUserId: "s" }),
    ONE,
  ],
  ["getSamlUsers", {}, () => cloudone.getSamlUsers(), () => cloudone.getSamlUsersOutput(), [ONE]],
  ["getApiKeys", {}, () => cloudone.getApiKeys(), () => cloudone.getApiKeysOutput(), [ONE]],
  ["getInvitations", {}, cloudone.getInvitations, cloudone.getInvitationsOutput, [ONE]],
  ["getCaller", {}, cloudone.getCaller, cloudone.getCallerOutput, ONE],
  [
    "serviceRoleUrn",
    { service: "audit", role: "read-only" },
    () => cloudone.serviceRoleUrn({ service: "audit", role: "read-only" }),
    () => cloudone.serviceRoleUrnOutput({ service: "audit", role: "read-only" }),
    URN,
  ],
  [
    "sailpoint:getAccount",
    { id: "a" },
    () => sailpoint.getAccount({ id: "a" }),
    () => sailpoint.getAccountOutput({ id: "a" }),
    ONE,
  ],
  ["sailpoint:getAccounts", {}, () => sailpoint.getAccounts(), () => sailpoint.getAccountsOutput(), [ONE]],
];

test.each(FUNCTIONS)(
  "%s and its twin return what the mock returns, with the token of the guide",
  async (name, inputs, plain, twin, result) => {
    const token = name.includes(":") ? `cloudone:${name}` : `cloudone:index:${name}`;
    expect(await plain()).toEqual(result);
    expect(await resolved(twin())).toEqual(result);
    expect(calls).toEqual([
      { token, inputs },
      { token, inputs },
    ]);
    const guide = read("docs/guides/testing.md");
    expect(guide).toContain(name.replace(":", "."));
    if (!["getUser", "getAccount", "getApiKey", "getSamlUser"].includes(name)) expect(guide).toContain(`\`${token}\``);
  },
);

test("every function is among them", () => {
  const { sailpoint: others, ...rest } = cloudone;
  const names = [...Object.keys(rest), ...Object.keys(others).map((name) => `sailpoint:${name}`)];
  const functions = names.filter((name) => /(^|:)[a-z]/.test(name) && !name.endsWith("Output"));
  expect(FUNCTIONS.map(([name]) => name).sort()).toEqual(functions.sort());
});

test("every class has the outputs that the mock returns", async () => {
  const roles = new cloudone.RoleSet("roles", { roles: { auditor: { name: "Auditor", serviceRoleURNs: [URN] } } });
  const team = new cloudone.UserAssignmentSet("team", { users: { "eve@example.com": "auditor" }, ifMissing: "invite" });
  const all = [
    new cloudone.Role("role", { roleId: "r", name: "R", serviceRoleURNs: [URN] }),
    new cloudone.UserAssignment("user", { email: "ann@example.com", roleId: "r", ifMissing: "invite" }),
    new cloudone.AccountSettings("account", { timezone: "UTC" }),
    roles,
    team,
  ];
  expect(await Promise.all(all.map(({ id }) => resolved(id)))).toEqual([
    "role-id",
    "user-id",
    "account-id",
    "roles-id",
    "team-id",
  ]);
  expect(made.map((type) => type.replace("pulumi-nodejs:dynamic/cloudone:", "")).sort()).toEqual([
    "AccountSettings",
    "Role",
    "RoleSet",
    "UserAssignment",
    "UserAssignmentSet",
  ]);
  expect(calls).toEqual([]);
});
