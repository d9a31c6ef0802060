// Only the real engine has resource options, --target and --replace.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, declare, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { ACCOUNT, READ, renamed, role, settings, user } from "./scene.js";

const startWithPeople = () =>
  startCloud({
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only", name: "Ann" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
      ],
    },
  });

describeEngine("Pulumi's resource options", () => {
  let cloud: Cloud;
  let stack: Stack;
  const roles = () => cloud.emulator.store.roles;
  const writes = () => cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`);
  const urn = async (name: string) => (await stack.resource(name)).urn;

  beforeAll(async () => {
    cloud = await startWithPeople();
    stack = await createStack({ cloud });
    await stack.program([
      role("guarded", {}, { protect: true }),
      role("left", {}, { retainOnDelete: true }),
      role("ignoring", {}, { ignoreChanges: ["name"] }),
      role("old"),
      user("ann", ref("old", "roleId")),
    ]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
  });

  test("protect, retainOnDelete, ignoreChanges and aliases do as they say", async () => {
    await stack.program([role("left"), role("ignoring"), role("old"), user("ann", "old")]);
    expect((await stack.up({ fails: true })).output).toMatch(/guarded.*protect/s);
    expect(cloud.emulator.writes()).toEqual([]);

    const aliases = [{ name: "old" }];
    await stack.program([
      role("guarded", {}, { protect: true }),
      role("ignoring", { name: "Another name" }, { ignoreChanges: ["name"] }),
      { ...renamed(role("old"), "new"), options: { aliases } },
      user("ann", ref("new", "roleId")),
    ]);
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ guarded: "same", ignoring: "same", new: "same", ann: "same", left: "delete" });
    expect(cloud.emulator.writes()).toEqual([]);
    expect(roles().has("left")).toBe(true);
    expect(await stack.resourceNames()).toEqual(["ann", "guarded", "ignoring", "new"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("--target changes only its target, and deletes a renamed resource if it names the old one", async () => {
    cloud.emulator.clearRequests();
    const guarded = role("guarded", { name: "Changed" }, { protect: true });
    const target = ["guarded"];
    await stack.program([guarded, role("ignoring", { name: "Changed" }), renamed(role("old"), "new"), role("extra")]);
    expect((await stack.up({ target, skipPreview: true })).steps.map(({ name, op }) => `${op} ${name}`)).toContain(
      "update guarded",
    );
    expect(writes()).toEqual(["POST /roles/guarded"]);
    expect((await stack.refresh({ target })).ops).toEqual({ guarded: "same" });

    await stack.run(["state", "unprotect", await urn("guarded"), "--yes", "--stack", stack.name]);
    await stack.program([renamed(role("guarded", { name: "Changed" }), "renamed"), role("ignoring")]);
    cloud.emulator.clearRequests();
    await stack.up({ target, skipPreview: true });
    expect(writes()).toEqual(["DELETE /roles/guarded"]);
    expect(await stack.resourceNames()).toEqual(["ann", "ignoring", "new"]);
  });

  test("--replace keeps the role; deleteBeforeReplace deletes the old id first", async () => {
    const program = [role("ignoring", {}, { ignoreChanges: ["name"] }), renamed(role("old"), "new")];
    await stack.program(program);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
    const forced = await stack.up({ skipPreview: true, args: ["--replace", await urn("new")] });
    expect(forced.op("new")).toBe("replace");
    expect(cloud.emulator.writes()).toEqual([]);
    expect(roles().has("old")).toBe(true);
    await stack.expectNoChanges({ refresh: true });

    await stack.program([role("ignoring"), renamed(role("newer", {}, { deleteBeforeReplace: true }), "new")]);
    await stack.up({ skipPreview: true });
    expect(writes()).toEqual(["DELETE /roles/old", "POST /roles"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("destroy --run-program deletes a renamed resource, too", async () => {
    await stack.program([renamed(role("ignoring"), "one"), renamed(role("newer"), "two")]);
    await stack.up({ skipPreview: true });
    expect([...roles().keys()]).toEqual(expect.arrayContaining(["ignoring", "newer"]));
    await stack.destroy({ runProgram: true });
    expect(await stack.resourceNames()).toEqual([]);
    expect([...roles().keys()].filter((id) => ["ignoring", "newer"].includes(id))).toEqual([]);
  });
});

describeEngine("opts {id}", () => {
  test("reads an existing object of each kind, and manages none of them", async () => {
    const cloud = await startWithPeople();
    cloud.emulator.edit.createRole({ id: "auditor", name: "Auditor", serviceRoleURNs: [READ] });
    const stack = await createStack({ cloud });
    const read = [
      declare("Role", "auditor", {}, { id: "auditor" }),
      declare("UserAssignment", "ann", {}, { id: "ann" }),
      declare("AccountSettings", "account", {}, { id: ACCOUNT }),
    ];
    await stack.program([...read, user("bob", ref("auditor", "roleId"))], {
      urns: ref("auditor", "serviceRoleURNs"),
      person: ref("ann", "displayName"),
      state: ref("ann", "state"),
      timezone: ref("account", "timezone"),
    });
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "read", ann: "read", account: "read", bob: "create" });
    await stack.up({ skipPreview: true });
    expect(await stack.outputs()).toEqual({ urns: [READ], person: "Ann", state: "enabled", timezone: "UTC" });
    expect(await stack.resource("auditor")).toMatchObject({ id: "auditor", external: true });
    expect(cloud.emulator.store.users.get("bob")?.roleID).toBe("auditor");
    await stack.expectNoChanges({ refresh: true });

    const before = cloud.emulator.snapshot();
    cloud.emulator.clearRequests();
    await stack.program([user("bob", "auditor")]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
    expect(cloud.emulator.snapshot()).toEqual(before);
    await stack.program([declare("Role", "absent", {}, { id: "never-created" })]);
    const absent = await stack.preview({ fails: true });
    expect(absent.output).toContain(`Cannot read role never-created: account ${ACCOUNT} has no such object.`);
  });
});

describeEngine("deletedWith", () => {
  test("deletes nothing by itself that a closed account takes with it", async () => {
    const cloud = await startWithPeople();
    const stack = await createStack({ cloud });
    await stack.source(`
      import * as cloudone from "pulumi-cloudone";
      const account = new cloudone.AccountSettings("account", {
        deletionPolicy: "closeAccount",
        closeAccountConfirmation: "${ACCOUNT}",
      });
      const deletedWith = account;
      const auditor = new cloudone.Role(
        "auditor",
        { roleId: "auditor", name: "Auditor", serviceRoleURNs: ["${READ}"] },
        { deletedWith },
      );
      new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: auditor.roleId }, { deletedWith });
    `);
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    cloud.emulator.clearRequests();
    await stack.destroy();
    expect(cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /accounts/${ACCOUNT}`,
    ]);
    expect(cloud.emulator.store.account.state).toBe("suspended");
    expect(await stack.resourceNames()).toEqual([]);
    await stack.program([settings({ alias: "Too late" })]);
    expect((await stack.up({ skipPreview: true, fails: true })).errors("account").join()).toContain("is suspended");
  });
});
