import { expect, test } from "@jest/globals";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, IDENTITY, READ } from "../../doubles/urns.js";
import { entry, roles, setUp as setUpTeam, single, users } from "./set-scene.js";

/** Root and boss are admins by what their role holds; its name says nothing. */
function setUp() {
  const team = setUpTeam({}, {}, [{ id: "ops", name: "A role", serviceRoleURNs: [READ, AUDIT, IDENTITY] }]);
  for (const id of ["u-root", "u-boss"]) team.edit.modifyUser(id, { roleID: "ops" });
  team.world.emulator.clearRequests();
  return team;
}

const both = (roleId: string): [string, Declaration[]][] => [
  ["single resources", [single({ userId: "u-root", roleId }, "a"), single({ userId: "u-boss", roleId }, "b")]],
  ["a set", [users({ "root@example.com": roleId, "boss@example.com": roleId })]],
];

test.each(both("auditor"))("%s leave the last one whose role holds identity's full access", async (_, program) => {
  const { stack, world } = setUp();
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([...world.emulator.store.users.values()].filter(({ roleID }) => roleID === "ops").length).toBeGreaterThan(0);
});

test.each(both("full-access"))("%s may give the named role to all of them", async (_, program) => {
  const { stack, user } = setUp();
  await stack.up(program);
  expect([user("u-root"), user("u-boss")]).toEqual(["full-access enabled", "full-access enabled"]);
});

test("a disable leaves nobody with such a role: the one found at create is not given back", async () => {
  const { stack, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "ops" });
  const program = [single({ userId: "u-ann", roleId: "auditor" }), users({ "bob@example.com": "auditor" })];
  await stack.up(program);
  await stack.up([users({ "bob@example.com": "auditor" })]);
  expect(user("u-ann")).toBe("read-only disabled");
});

test("a restore raises nobody to such a role, be they declared alone or in a set", async () => {
  const { stack, user, edit, world } = setUp();
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "ops" });
  const rest = { "boss@example.com": "ops" };
  const set = (members: Record<string, string>) => users(members, { removed: "restore" });
  await stack.up([
    single({ userId: "u-ann", roleId: "auditor", deletionPolicy: "restore" }),
    set({ "bob@example.com": "auditor", ...rest }),
  ]);
  await stack.up([set(rest)]);
  expect([user("u-ann"), user("u-bob")]).toEqual(["auditor enabled", "auditor enabled"]);
  expect(world.log.text.match(/ops, is an admin role/g)).toHaveLength(2);
});

test("preview says who would get such a role: alone, in a set, and by an invitation", async () => {
  const { stack, world } = setUp();
  await stack.preview([
    single({ userId: "u-ann", roleId: "ops" }),
    single({ email: "new@example.com", roleId: "ops", ifMissing: "invite" }, "new"),
    users({ "bob@example.com": "ops", "newer@example.com": "ops" }, { ifMissing: "invite" }),
  ]);
  expect(world.log.text).toContain("warning: user ann@example.com (ann) gains an admin role: role auditor → ops");
  expect(world.log.text).toContain("an invitation with the role ops would be sent. This is an admin role.");
  expect(world.log.text).toContain("warning: 2 users would gain ops: bob@example.com, newer@example.com");
});

test("preview says so of a role that only this run makes one", async () => {
  const { stack, world } = setUp();
  const program = [
    roles({ operator: entry(READ, IDENTITY) }, { adopt: "overwrite" }),
    single({ userId: "u-ann", roleId: "operator" }),
    users({ "bob@example.com": "operator" }),
  ];
  await stack.preview(program);
  expect(world.log.text).toContain("gains an admin role: role auditor → operator");
  expect(world.log.text).toContain("warning: 1 user would gain operator: bob@example.com");
});

test("a stored single resource whose role stays asks nothing at preview, and one whose role changes asks for these two", async () => {
  const { stack, world } = setUp();
  const ann = (roleId: string) => single({ userId: "u-ann", roleId });
  await stack.up([ann("auditor")]);
  world.emulator.clearRequests();
  await stack.preview([ann("auditor")]);
  expect(world.emulator.requests).toEqual([]);
  await stack.preview([ann("operator")]);
  expect(
    world.emulator.requests.map(({ path }) => path).filter((path) => path.startsWith("/roles")).length,
  ).toBeLessThan(3);
  expect(world.log.text).toContain("user u-ann loses access: role auditor → operator");
});

test.each([
  ["alone", (roleId: string) => single({ userId: "u-ann", roleId })],
  ["in a set", (roleId: string) => users({ "ann@example.com": roleId })],
])("a list of roles that lags behind hides no admin from the guard (%s)", async (_, declare) => {
  const { stack, edit, user } = setUpTeam({ listLag: { milliseconds: 30_000 } });
  await stack.up([declare("auditor")]);
  for (const id of ["u-root", "u-boss"]) edit.modifyUser(id, { state: "disabled" });
  edit.modifyRole("auditor", { serviceRoleURNs: [READ, IDENTITY] });
  edit.modifyUser("u-bob", { roleID: "operator" });
  await expect(stack.up([declare("operator")])).rejects.toThrow("guard.minimumAdmins");
  expect(user("u-ann")).toBe("auditor enabled");
});

test.each([
  ["alone", (members: string[]) => members.map((email) => single({ email, roleId: "operator" }, email))],
  ["in a set", (members: string[]) => [users(Object.fromEntries(members.map((email) => [email, "operator"])))]],
])("nor does it let somebody fall back to what has just become an admin role (%s)", async (_, declare) => {
  const { stack, edit, user, world } = setUpTeam({ listLag: { milliseconds: 30_000 } });
  await stack.up(declare(["ann@example.com", "bob@example.com"]));
  await world.clock.sleep(60_000);
  edit.modifyRole("auditor", { serviceRoleURNs: [READ, IDENTITY] });
  await stack.up(declare(["bob@example.com"])).catch(() => undefined);
  expect(["read-only disabled", "operator enabled"]).toContain(user("u-ann"));
  await world.clock.sleep(60_000);
  await stack.up(declare(["bob@example.com"]));
  expect(user("u-ann")).toBe("read-only disabled");
});
