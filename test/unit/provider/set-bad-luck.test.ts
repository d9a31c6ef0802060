import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import type { Config } from "../../../provider/config.js";
import { type Declaration, Stack } from "../../simulation/stack.js";
import { ACCOUNT, World } from "../../simulation/world.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const READ = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;
const AUDIT = `urn:cloudone:audit:us-1:${ACCOUNT}:role/read-only`;

type Args = Record<string, unknown>;
const users = (members: Args, more: Args = {}, name = "team"): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users: members, ...more },
});
const roles = (members: Args, more: Args = {}, name = "roles"): Declaration => ({
  class: "RoleSet",
  name,
  inputs: { roles: members, ...more },
});
const single = (inputs: Args, name = "one"): Declaration => ({ class: "UserAssignment", name, inputs });
const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });

function setUp(switches: Partial<Switches> = {}, config: Partial<Config> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", name: "A role", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-boss", email: "boss@example.com", roleID: "full-access" },
        { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
        { id: "u-bob", email: "bob@example.com", roleID: "auditor" },
      ],
    },
  });
  const stack = new Stack(() => world.session(config));
  const user = (id: string) => {
    const found = world.emulator.store.users.get(id);
    return found && `${found.roleID} ${found.state}`;
  };
  return { world, stack, user, edit: world.emulator.edit };
}

test("a user who is declared by email and excluded by id is refused", async () => {
  const { stack, world } = setUp();
  await expect(stack.preview([users({ "ann@example.com": "operator" }, { exclude: ["u-ann"] })])).rejects.toThrow(
    "declared and excluded at once",
  );
  await expect(stack.up([users({ "ann@example.com": "operator" }, { exclude: ["u-ann"] })])).rejects.toThrow(
    "declared and excluded at once",
  );
  expect(world.emulator.writes()).toEqual([]);
});

test("from a protected user nothing is taken by narrowing a set's role that they hold", async () => {
  const { stack, world } = setUp();
  const guard = { protectedUsers: ["ann@*"] };
  await stack.up([roles({ auditor: entry(READ, AUDIT) }, { guard })]);
  await expect(stack.preview([roles({ auditor: entry(READ) }, { guard })])).rejects.toThrow("guard.protectedUsers");
  expect(world.emulator.writes()).toEqual([]);
});

test("from a protected user nothing is taken by narrowing a single role that they hold", async () => {
  const { stack, world } = setUp();
  const guard = { protectedUsers: ["u-ann"] };
  const role = (urns: string[]): Declaration => ({
    class: "Role",
    name: "r",
    inputs: { roleId: "auditor", ...entry(...urns), guard },
  });
  await stack.up([role([READ, AUDIT])]);
  await expect(stack.up([role([READ])])).rejects.toThrow("guard.protectedUsers");
  expect(world.emulator.writes()).toEqual([]);
});

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
    session.directory.apiKeys.all = async () => [];
    return session;
  });
  await stack.up([roles({ pipeline: entry(IDENTITY, READ) })]);
  await expect(stack.up([roles({ pipeline: entry(READ) })])).rejects.toThrow("never narrowed or deleted");
  expect(world.emulator.writes()).toEqual([]);
});

test("a user who was raised since the list was read is not demoted unjudged, though their state is declared", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": { roleId: "operator", state: "enabled" as const } } };
  const plan = await kind.decide(session, declared, {});
  world.emulator.edit.modifyUser("u-ann", { roleID: "full-access" });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("someone else changed the user meanwhile")]);
  expect(user("u-ann")).toBe("full-access enabled");
});

test("a role that was widened by hand since the list was read is not narrowed unjudged", async () => {
  const { world } = setUp();
  const { roleSet: kind } = await import("../../../provider/resources/role-set.js");
  const session = world.session();
  const declared = { roles: { operator: entry(READ, AUDIT) }, adopt: "overwrite" as const };
  const plan = await kind.decide(session, declared, {});
  expect(plan.removals).toEqual([]);
  const MORE = READ.replace("workload", "network");
  world.emulator.edit.modifyRole("operator", { serviceRoleURNs: [READ, MORE] });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("meanwhile")]);
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([READ, MORE]);
});

test("a role that was deleted by hand since the list was read is made", async () => {
  const { world } = setUp();
  const { roleSet: kind } = await import("../../../provider/resources/role-set.js");
  const session = world.session();
  world.emulator.edit.createRole({ id: "free", ...entry(READ) });
  const declared = { roles: { free: entry(READ, AUDIT) }, adopt: "overwrite" as const };
  const plan = await kind.decide(session, declared, {});
  world.emulator.edit.deleteRole("free");
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([]);
  expect(world.emulator.store.roles.has("free")).toBe(true);
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

test("a baseline that may be lost is pointed out, and only that", async () => {
  const { stack, world } = setUp();
  await stack.up([users({ "ann@example.com": "operator" }, { removed: "restore" }, "first")]);
  expect(world.log.text).not.toContain("baseline");
  await stack.up([users({ "ann@example.com": "operator" }, { removed: "restore" }, "second")]);
  expect(world.log.text).toContain("baseline");
});

test("a restore that raises nobody to an admin role says so", async () => {
  const { stack, world, user } = setUp();
  const more = { removed: "restore" };
  await stack.up([users({ "boss@example.com": "operator", "bob@example.com": "auditor" }, more)]);
  await stack.up([users({ "bob@example.com": "auditor" }, more)]);
  expect(user("u-boss")).toBe("operator enabled");
  expect(world.log.text).toContain("raises nobody");
});

test("a single assignment by id whose user has a new email by now moves to a set without a write", async () => {
  const { stack, world, edit, user } = setUp();
  await stack.up([single({ userId: "u-ann", roleId: "auditor" })]);
  edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  world.emulator.clearRequests();
  await stack.up([users({ "ann.new@example.com": "auditor" })]);
  expect(user("u-ann")).toBe("auditor enabled");
  expect(world.emulator.writes()).toEqual([]);
});

test("an admin whose next role is not known yet counts as one at preview", async () => {
  const { stack, edit } = setUp();
  edit.modifyUser("u-boss", { roleID: "auditor" });
  await stack.preview([users({ "root@example.com": UNKNOWN, "ann@example.com": "operator" })]);
});

test("a resource's own bound goes before the configured one, also where it is weaker", async () => {
  const { stack, user } = setUp({}, { guard: { maxRemovals: 0 } });
  await stack.up([users({ "ann@example.com": "operator" }, { guard: { maxRemovals: 5 } })]);
  expect(user("u-ann")).toBe("operator enabled");
});

test("whoever is as planned by now, or gone where they were to go, is left alone", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": "operator", "root@example.com": "full-access" } };
  const more = { ...declared, unmanaged: "remove" as const, exclude: ["boss@*"] };
  const plan = await kind.decide(session, more, {});
  world.emulator.edit.modifyUser("u-ann", { roleID: "operator" });
  world.emulator.edit.removeUser("u-bob");
  expect((await kind.apply(session, more, {}, plan)).failures).toEqual([]);
  expect(user("u-ann")).toBe("operator enabled");
  expect(world.emulator.writes()).toEqual([]);
});

test("a user whose address was changed since the list was read is not written", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": { roleId: "operator", state: "disabled" as const } } };
  const plan = await kind.decide(session, declared, {});
  world.emulator.edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("has the email ann.new@example.com now. Nothing was written")]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test.each<Declaration>([
  roles({ auditor: { name: "A role", serviceRoleURNs: [READ, UNKNOWN] } }),
  roles({ auditor: { name: UNKNOWN, serviceRoleURNs: UNKNOWN } }),
  roles({ auditor: UNKNOWN }),
  { class: "Role", name: "auditor", inputs: { roleId: "auditor", name: "A role", serviceRoleURNs: [READ, UNKNOWN] } },
])("what is not known yet of a role that is there already is no conflict at preview: %j", async (declaration) => {
  const { stack, world } = setUp();
  expect(await stack.preview([declaration])).toEqual([{ op: "create", name: declaration.name }]);
  expect(world.log.text).not.toMatch(/narrowed|loses/);
});

test("what is known of a role that is there already conflicts at preview, whatever else is not known yet", async () => {
  const { stack } = setUp();
  const other = roles({ auditor: { name: "Another", serviceRoleURNs: [UNKNOWN] } });
  await expect(stack.preview([other])).rejects.toThrow('name: "A role" → "Another"');
});
