import { expect, test } from "@jest/globals";
import { ACCOUNT, AUDIT, FULL, READ, startAccount } from "./account.js";
import { ANN, auditor, BEN, declared, drift, driftJson, seed, stateFile } from "./drift-scene.js";
import {
  pulumiUrn,
  roleResource,
  roleSetResource,
  stackExport,
  userResource,
  userSetResource,
} from "./stack-export.js";

test("an account that is as declared has no drift, whatever the order of URNs and the case of emails", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [AUDIT, READ] });
  const { code, report } = await driftJson(account, stackExport(declared));
  expect(report).toEqual({
    schemaVersion: 1,
    account: ACCOUNT,
    complete: true,
    summary: { managed: 4, changed: 0, missing: 0, unmanaged: 0 },
    changed: [],
    missing: [],
    unmanaged: [],
  });
  expect(code).toBe(0);
});

test("what someone changed by hand is a row for each property, declared and actual", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyRole("auditor", { name: "Boss", serviceRoleURNs: [READ, FULL] });
  account.emulator.edit.modifyUser(BEN, { roleID: "full-access", state: "disabled" });
  account.emulator.edit.modifyAccount({ mfaRequired: false });
  const { code, report } = await driftJson(account, stackExport(declared));
  const row = (kind: string, of: string, id: string, property: string, was: unknown, actual: unknown) => {
    const name = kind === "user" ? { name: "ben@example.com" } : {};
    const urn = pulumiUrn(of, kind === "account" ? "account" : id);
    return { urn, kind, id, ...name, property, declared: was, actual };
  };
  expect(report.changed).toEqual([
    { ...row("user", "UserAssignment", BEN, "roleId", "auditor", "full-access"), isAdmin: true },
    { ...row("user", "UserAssignment", BEN, "state", "enabled", "disabled"), isAdmin: true },
    row("account", "AccountSettings", ACCOUNT, "mfaRequired", true, false),
    row("role", "Role", "auditor", "name", "Auditor", "Boss"),
    row("role", "Role", "auditor", "serviceRoleURNs", [READ, AUDIT], [READ, FULL]),
  ]);
  expect([code, report.summary.changed]).toEqual([2, 3]);
});

test("every format marks a role that makes admins, and its holders", async () => {
  const account = await startAccount(seed);
  const IDENTITY = `urn:cloudone:identity:us-1:${ACCOUNT}:role/full-access`;
  account.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [READ, AUDIT, IDENTITY] });
  const eve = account.emulator.edit.addUser({ email: "eve@example.com", roleID: "auditor" });
  const { report } = await driftJson(account, stackExport(declared));
  expect(report.changed).toEqual([expect.objectContaining({ id: "auditor", isAdmin: true })]);
  expect(report.unmanaged).toEqual([expect.objectContaining({ id: eve.id, isAdmin: true })]);
  for (const format of ["text", "markdown"]) {
    const { stdout } = await drift(account, stackExport(declared), "--format", format);
    expect(stdout).toContain("role auditor (admin)");
    expect(stdout).toMatch(/role auditor, enabled, admin/);
  }
});

test("an undeclared state is not compared", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(ANN, { state: "disabled" });
  expect((await driftJson(account, stackExport(declared))).code).toBe(0);
});

test("objects deleted by hand are missing, added ones are unmanaged, and predefined roles are neither", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.removeUser(BEN);
  account.emulator.edit.deleteRole("auditor");
  account.emulator.edit.createRole({ id: "extra", name: "Extra" });
  const eve = account.emulator.edit.addUser({ email: "eve@example.com", roleID: "extra" });
  const { code, report } = await driftJson(account, stackExport(declared));
  expect(report.missing).toEqual([
    { urn: pulumiUrn("Role", "auditor"), kind: "role", id: "auditor" },
    { urn: pulumiUrn("UserAssignment", BEN), kind: "user", id: BEN, name: "ben@example.com" },
  ]);
  expect(report.unmanaged).toEqual([
    { kind: "role", id: "extra", name: "Extra" },
    { kind: "user", id: eve.id, name: "eve@example.com", roleId: "extra", state: "enabled" },
  ]);
  expect(code).toBe(2);
});

test("a user's new address is a change of the email, and a user invited again is a change of the id", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(ANN, { email: "anna@example.com" });
  account.emulator.edit.removeUser(BEN);
  const again = account.emulator.edit.addUser({ email: "ben@example.com", roleID: "auditor" });
  const { report } = await driftJson(account, stackExport(declared));
  expect(report.changed.map(({ id, property, actual }) => [id, property, actual])).toEqual([
    [ANN, "email", "anna@example.com"],
    [BEN, "userId", again.id],
  ]);
  expect(report.unmanaged).toEqual([]);
});

test("members of sets count one by one, by their keys, and excluded objects are not reported", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.createRole({ id: "vendor-x", name: "Vendor" });
  account.emulator.edit.addUser({ email: "root@vendor.example", roleID: "vendor-x" });
  account.emulator.edit.modifyRole("auditor", { description: "Writes" });
  account.emulator.edit.modifyUser(BEN, { roleID: "read-only" });
  const state = stackExport([
    roleSetResource({ auditor }, { exclude: ["vendor-*"] }),
    userSetResource(
      { "ann@example.com": "full-access", "ben@example.com": { roleId: "auditor" } },
      { "ann@example.com": ANN, "ben@example.com": BEN },
      { exclude: ["*@vendor.example"], removals: ["shown at preview"] },
    ),
  ]);
  const { report } = await driftJson(account, state);
  expect(report.summary).toEqual({ managed: 3, changed: 2, missing: 0, unmanaged: 0 });
  expect(report.changed.map(({ kind, id, property }) => [kind, id, property])).toEqual([
    ["role", "auditor", "description"],
    ["user", "ben@example.com", "roleId"],
  ]);
});

test("a retiring role of a set is not unmanaged", async () => {
  const account = await startAccount(seed);
  const state = stackExport([roleSetResource({}, {}, { retiring: ["auditor"] })]);
  expect((await driftJson(account, state)).report.unmanaged.map(({ kind }) => kind)).toEqual(["user", "user"]);
});

test("with several states, whatever any of them declares is managed", async () => {
  const account = await startAccount(seed);
  const [roles, users] = [stackExport(declared.slice(0, 1)), stackExport(declared.slice(1, 3))];
  const { code, report } = await driftJson(account, roles, "--state", await stateFile(users));
  expect([code, report.summary]).toEqual([0, { managed: 3, changed: 0, missing: 0, unmanaged: 0 }]);
});

test("a resource that only reads, or is pending deletion, declares nothing", async () => {
  const account = await startAccount(seed);
  const state = stackExport([
    { ...roleResource("auditor", auditor), external: true },
    { ...userResource(ANN, { roleId: "full-access" }), delete: true },
  ]);
  expect((await driftJson(account, state)).report.summary).toEqual({
    managed: 0,
    changed: 0,
    missing: 0,
    unmanaged: 3,
  });
});

test("a user that a set dropped and disabled is a change once enabled again, until someone declares or excludes them", async () => {
  const account = await startAccount(seed);
  account.emulator.edit.modifyUser(BEN, { state: "disabled" });
  const team = (more: Record<string, unknown>, outputs: Record<string, unknown> = {}) =>
    userSetResource({ "ann@example.com": "full-access" }, { "ann@example.com": ANN }, more, {
      former: [BEN],
      formerDisabled: [BEN],
      ...outputs,
    });
  expect((await driftJson(account, stackExport([team({})]))).report.changed).toEqual([]);
  account.emulator.edit.modifyUser(BEN, { state: "enabled" });
  for (const resource of [team({}), team({}, { formerDisabled: undefined })]) {
    const { code, report } = await driftJson(account, stackExport([resource]));
    expect(report.changed).toEqual([
      expect.objectContaining({ id: "Ben@Example.com", property: "state", declared: "disabled", actual: "enabled" }),
    ]);
    expect(report.unmanaged.map(({ id }) => id)).not.toContain(BEN);
    expect(code).toBe(2);
  }
  const answered = [
    [team({ exclude: ["ben@*"] })],
    [team({ exclude: ["ben.old@*"] }, { excludedIds: { "ben.old@*": [BEN] } })],
    [team({}, { formerDisabled: [] })],
    [team({}), userResource(BEN, { email: "ben@example.com", roleId: "auditor" })],
  ];
  for (const resources of answered) {
    expect((await driftJson(account, stackExport(resources))).report.changed).toEqual([]);
  }
});
