import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import {
  defaultAccountId,
  demoApiKeyId,
  demoApiKeySecret,
  type RunningEmulator,
  startEmulator,
} from "../../../emulator/index.js";
import * as cloudone from "../../../sdk/index.js";

let running: RunningEmulator;

const SAML_ID = "0123456789abcdef".repeat(4);

beforeAll(async () => {
  running = await startEmulator({
    seed: {
      roles: [{ id: "auditor", name: "Auditor" }],
      users: [{ email: "ann@example.com", roleID: "auditor", name: "Ann" }],
      samlUsers: [{ id: SAML_ID, subject: "sam@example.com", roleID: "read-only" }],
      invitations: [{ email: "new@example.com", roleID: "auditor" }],
      sailpoint: { accounts: [{ id: "a1", nativeIdentity: "ann@example.com", disabled: true }] },
    },
  });
  pulumi.runtime.setAllConfig({
    "cloudone:baseUrl": running.url,
    "cloudone:apiKey": `${demoApiKeyId}:${demoApiKeySecret}`,
    "sailpoint:baseUrl": running.sailPointUrl,
    "sailpoint:clientId": "emulator-demo-client",
    "sailpoint:clientSecret": "emulator-demo-client-secret",
  });
});
afterAll(() => running.close());
afterEach(() => running.emulator.clearRequests());

/** Not in the SDK's types, but its own documentation tells unit tests to call it. */
const { _setIsDryRun } = pulumi.runtime as unknown as { _setIsDryRun(dryRun: boolean): void };

/** The value of an output; `unknown` if it is not known. */
async function resolved<T>(output: pulumi.Output<T>): Promise<T | "unknown"> {
  const { promise, isKnown } = output as unknown as { promise(): Promise<T>; isKnown: Promise<boolean> };
  const value = await promise();
  return (await isKnown) ? value : "unknown";
}

const { sailpoint } = cloudone;
const urn = `urn:cloudone:workload:us-1:${defaultAccountId}:role/read-only`;

describe("each function, and its twin that takes inputs", () => {
  test.each<[string, () => Promise<unknown>, () => pulumi.Output<unknown>, unknown]>([
    [
      "getRole",
      () => cloudone.getRole({ roleId: "auditor" }),
      () => cloudone.getRoleOutput({ roleId: pulumi.output("auditor") }),
      expect.objectContaining({ id: "auditor", name: "Auditor" }),
    ],
    [
      "getRoles",
      cloudone.getRoles,
      cloudone.getRolesOutput,
      expect.arrayContaining([expect.objectContaining({ id: "auditor" })]),
    ],
    [
      "getUser",
      () => cloudone.getUser({ email: "ANN@example.com" }),
      () => cloudone.getUserOutput({ email: Promise.resolve("ann@example.com") }),
      expect.objectContaining({ name: "Ann", roleID: "auditor" }),
    ],
    [
      "getUsers",
      () => cloudone.getUsers({ roleId: "auditor" }),
      () => cloudone.getUsersOutput({ roleId: pulumi.output("auditor") }),
      [expect.objectContaining({ name: "Ann" })],
    ],
    [
      "getUsers, all",
      () => cloudone.getUsers(),
      () => cloudone.getUsersOutput(),
      [expect.objectContaining({ name: "Ann" })],
    ],
    [
      "getAccount",
      () => cloudone.getAccount(),
      () => cloudone.getAccountOutput(),
      expect.objectContaining({ id: defaultAccountId }),
    ],
    [
      "getApiKey",
      () => cloudone.getApiKey(),
      () => cloudone.getApiKeyOutput(),
      expect.objectContaining({ id: demoApiKeyId }),
    ],
    [
      "getApiKeys",
      () => cloudone.getApiKeys(),
      () => cloudone.getApiKeysOutput(),
      [expect.objectContaining({ id: demoApiKeyId })],
    ],
    [
      "getInvitations",
      cloudone.getInvitations,
      cloudone.getInvitationsOutput,
      [expect.objectContaining({ email: "new@example.com", state: "invited" })],
    ],
    [
      "getSamlUser",
      () => cloudone.getSamlUser({ samlUserId: SAML_ID }),
      () => cloudone.getSamlUserOutput({ samlUserId: pulumi.output(SAML_ID) }),
      expect.objectContaining({ id: SAML_ID, subject: "sam@example.com" }),
    ],
    [
      "getSamlUsers",
      () => cloudone.getSamlUsers({ roleId: "read-only" }),
      () => cloudone.getSamlUsersOutput({ roleId: pulumi.output("read-only") }),
      [expect.objectContaining({ subject: "sam@example.com" })],
    ],
    [
      "getCaller",
      cloudone.getCaller,
      cloudone.getCallerOutput,
      { accountId: defaultAccountId, region: "us-1", apiKeyId: demoApiKeyId, roleId: "full-access" },
    ],
    [
      "serviceRoleUrn",
      () => cloudone.serviceRoleUrn({ service: "workload", role: "read-only" }),
      () => cloudone.serviceRoleUrnOutput({ service: pulumi.output("workload"), role: "read-only" }),
      urn,
    ],
    [
      "sailpoint.getAccount",
      () => sailpoint.getAccount({ id: "a1" }),
      () => sailpoint.getAccountOutput({ id: pulumi.output("a1") }),
      expect.objectContaining({ id: "a1", disabled: true }),
    ],
    [
      "sailpoint.getAccounts",
      () => sailpoint.getAccounts({ filters: 'nativeIdentity eq "ann@example.com"' }),
      () => sailpoint.getAccountsOutput({ filters: pulumi.interpolate`nativeIdentity eq "${"ann@example.com"}"` }),
      [expect.objectContaining({ id: "a1" })],
    ],
    [
      "sailpoint.getAccounts, all",
      () => sailpoint.getAccounts(),
      () => sailpoint.getAccountsOutput(),
      [expect.objectContaining({ id: "a1" })],
    ],
  ])("%s", async (_, plain, output, result) => {
    expect(await plain()).toEqual(result);
    expect(await resolved(output())).toEqual(result);
  });
});

test("a caller may change its result without changing the next one's", async () => {
  const mine = await cloudone.getRole({ roleId: "auditor" });
  mine.name = "Mine";
  expect((await cloudone.getRole({ roleId: "auditor" })).name).toBe("Auditor");
});

test("an error names the function, has no stack trace for Pulumi to print, and keeps its cause", async () => {
  const error = await cloudone.getRole({ roleId: "none" }).catch((thrown: unknown) => thrown);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    message: `getRole: there is no role none in the account of API key ${demoApiKeyId} at ${running.url}.`,
    cause: { name: "FunctionError" },
  });
  await expect(sailpoint.getAccount({ id: "none" })).rejects.toThrow(
    /^sailpoint.getAccount: there is no account none in SailPoint/,
  );
});

test("if several functions of a run fail for one reason, the first states it and the others point to the first", async () => {
  const before = pulumi.runtime.allConfig();
  const monitor = jest.spyOn(pulumi.runtime, "getMonitor");
  try {
    monitor.mockReturnValue({} as ReturnType<typeof pulumi.runtime.getMonitor>);
    pulumi.runtime.setAllConfig({ ...before, "cloudone:apiKey": "id:wrong" });
    await expect(cloudone.getRoles()).rejects.toThrow(/^getRoles: GET \/roles: 401 Unauthorized/);
    await expect(cloudone.getRole({ roleId: "auditor" })).rejects.toThrow(
      /^getRole: it failed for the same reason as getRoles: see above$/,
    );
    const [first, second] = await Promise.all(
      [cloudone.getRoles(), cloudone.getRoles()].map((one) => one.catch((error: Error) => error)),
    );
    expect(second).toBe(first);
    // Pulumi does this for each argument that contains the promise.
    const error = first as Error;
    error.message = `error serializing property "roleId": ${error.message}`;
    expect([error.message, error.stack]).toEqual(
      Array(2).fill(expect.stringMatching(/^getRoles: GET \/roles: 401 .*$/)),
    );
  } finally {
    monitor.mockRestore();
    pulumi.runtime.setAllConfig(before);
  }
});

test("during preview nothing is read until every input is known", async () => {
  // Pulumi's own value for "not known yet".
  const roleId = pulumi.output(pulumi.unknown) as pulumi.Output<string>;
  _setIsDryRun(true);
  try {
    expect(await resolved(cloudone.getRoleOutput({ roleId }))).toBe("unknown");
    expect(running.emulator.requests).toEqual([]);
  } finally {
    _setIsDryRun(false);
  }
});

test("during up an output sees what the run has changed since; a plain value sees the earlier read", async () => {
  await cloudone.getUsers();
  running.emulator.edit.addUser({ email: "late@example.com", roleID: "read-only" });
  const email = pulumi.output("late@example.com");
  expect(await resolved(cloudone.getUserOutput({ email }))).toMatchObject({ roleID: "read-only" });
  expect(await cloudone.getUsers()).toHaveLength(1);
});

test("a secret in plain text is refused, for SailPoint as for Cloud One, unless the server is on this machine", async () => {
  const before = pulumi.runtime.allConfig();
  try {
    pulumi.runtime.setAllConfig({ "sailpoint:clientSecret": "s3cret", "sailpoint:tenant": "acme" });
    await expect(sailpoint.getAccounts()).rejects.toThrow(
      /sailpoint:clientSecret is in the stack's configuration in plain text[\s\S]*pulumi config set --secret sailpoint:clientSecret <secret>/,
    );
    pulumi.runtime.setAllConfig({ "cloudone:apiKey": "id:s3cret" });
    await expect(cloudone.getRoles()).rejects.toThrow(/cloudone:apiKey is in the stack's configuration in plain text/);
    pulumi.runtime.setAllConfig({ "cloudone:apiKey": "id:s3cret" }, ["cloudone:apiKey"]);
    await expect(cloudone.getRole({ roleId: "Bad Id" })).rejects.toThrow(/^getRole: roleId: /);
  } finally {
    pulumi.runtime.setAllConfig(before);
  }
});
