import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT, World } from "../../doubles/world.js";
import { entry, roles, setUp, single, users } from "./set-scene.js";

test("the role of the key in use is not narrowed, though the list of keys lacks that key", async () => {
  const IDENTITY = `urn:cloudone:identity:us-1:${ACCOUNT}:role/full-access`;
  const world = new World({
    seed: {
      roles: [{ id: "pipeline", name: "A role", serviceRoleURNs: [IDENTITY, READ] }],
      apiKeys: [{ id: "emulator-demo-key", secret: "emulator-demo-secret", roleID: "pipeline" }],
    },
  });
  const stack = new Stack(() => {
    const session = world.session();
    session.inventory.apiKeys.all = async () => [];
    return session;
  });
  await stack.up([roles({ pipeline: entry(IDENTITY, READ) })]);
  await expect(stack.up([roles({ pipeline: entry(READ) })])).rejects.toThrow("but not narrow or delete it");
  expect(world.emulator.writes()).toEqual([]);
});

test("a digest that allowed a user to go does not allow it once they are the last admin", async () => {
  const { stack, edit, user } = setUp();
  const before = users({ "ann@example.com": "auditor", "bob@example.com": "auditor" });
  await stack.up([before]);
  const after = (allow?: string) =>
    users({ "bob@example.com": "auditor" }, { guard: { maxRemovals: 0, ...(allow && { allow }) } });
  const allow = /allow: "([0-9a-f]+)"/.exec(String(await stack.preview([after()]).catch(String)))?.[1];
  for (const id of ["u-root", "u-boss"]) edit.modifyUser(id, { roleID: "read-only" });
  edit.modifyUser("u-ann", { roleID: "full-access" });
  await expect(stack.up([after(allow)])).rejects.toThrow("guard.minimumAdmins");
  expect(user("u-ann")).toBe("full-access enabled");
});

test("a resource's own bound goes before the configured one, also where it is weaker", async () => {
  const { stack, user } = setUp({}, { guard: { maxRemovals: 0 } });
  await stack.up([users({ "ann@example.com": "operator" }, { guard: { maxRemovals: 5 } })]);
  expect(user("u-ann")).toBe("operator enabled");
});

test("the line that allows a deletion by the configuration keeps the guards that it has", async () => {
  const guard = { maxRemovals: 0, protectedUsers: ["o'neill@example.com"] };
  const { stack } = setUp({}, { guard });
  await stack.up([users({ "ann@example.com": "auditor" }, { deletionPolicy: "apply" })]);
  const refusal = String(await stack.destroy().catch(String));
  const line = /pulumi config set cloudone:guard '(.*)' {2}and/.exec(refusal)?.[1];
  expect(JSON.parse(line?.replaceAll("'\\''", "'") ?? "")).toEqual({ ...guard, allow: expect.any(String) });
  const single: Declaration = { class: "UserAssignment", name: "bob", inputs: { userId: "u-bob", roleId: "auditor" } };
  const other = setUp({}, { guard }).stack;
  await other.up([single]);
  await expect(other.up([])).rejects.toThrow(`'{"maxRemovals":0,"protectedUsers":["o'\\''neill@example.com"],"allow":`);
});

test("sets and single resources that work side by side leave the last admin", async () => {
  const slow = new World({ seed: {}, latency: () => 20 });
  for (let n = 0; n < 4; n++) {
    slow.emulator.edit.addUser({ id: `u-${n}`, email: `u${n}@example.com`, roleID: "full-access" });
  }
  const stack = new Stack(() => slow.session(), { parallel: 4 });
  const program = [
    users({ "u0@example.com": "read-only" }, {}, "one"),
    users({ "u1@example.com": "read-only" }, {}, "two"),
    single({ email: "u2@example.com", roleId: "read-only" }, "three"),
    single({ userId: "u-3", roleId: "read-only" }, "four"),
  ];
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  const left = [...slow.emulator.store.users.values()].filter(({ roleID }) => roleID === "full-access");
  expect(left).toHaveLength(1);
});

test("everyone whom moveTo moves is a removal, by name: disabled ones, and those who get more, too", async () => {
  const { stack, edit, user, world } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator" });
  edit.modifyUser("u-bob", { state: "disabled" });
  const program = (guard: Record<string, unknown>) => [
    users({ "root@example.com": "full-access" }, { unmanaged: { moveTo: "auditor" }, exclude: ["boss@*"], guard }),
  ];
  edit.modifyUser("u-bob", { roleID: "scanner" });
  const refusal = String(await stack.preview(program({ maxRemovals: 1 })).catch(String));
  expect(refusal).toContain("guard.maxRemovals: 2 removals, at most 1");
  expect(refusal).toContain("ann@example.com (role operator → auditor), bob@example.com (role scanner → auditor)");
  // Once is enough.
  expect(world.log.text).not.toContain("would lose access");
  await stack.up(program({ maxRemovals: 2 }));
  expect([user("u-ann"), user("u-bob")]).toEqual(["auditor enabled", "auditor disabled"]);
  await stack.up(program({ maxRemovals: 0 }));
});
