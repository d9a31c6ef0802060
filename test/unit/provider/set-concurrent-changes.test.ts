import { expect, test } from "@jest/globals";
import { AUDIT, READ } from "../../doubles/urns.js";
import { entry, setUp } from "./set-scene.js";

test("a user who was raised since the list was read is not demoted unjudged, though their state is declared", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": { roleId: "operator", state: "enabled" as const } } };
  const plan = await kind.plan(session, declared, {});
  world.emulator.edit.modifyUser("u-ann", { roleID: "full-access" });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("someone else changed the user in the meantime")]);
  expect(user("u-ann")).toBe("full-access enabled");
});

test("a role that was widened by hand since the list was read is not narrowed unjudged", async () => {
  const { world } = setUp();
  const { roleSet: kind } = await import("../../../provider/resources/role-set.js");
  const session = world.session();
  const declared = { roles: { operator: entry(READ, AUDIT) }, adopt: "overwrite" as const };
  const plan = await kind.plan(session, declared, {});
  expect(plan.removals).toEqual([]);
  const MORE = READ.replace("workload", "network");
  world.emulator.edit.modifyRole("operator", { serviceRoleURNs: [READ, MORE] });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("someone else changed the role in the meantime")]);
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([READ, MORE]);
});

test("a role that was deleted by hand since the list was read is made", async () => {
  const { world } = setUp();
  const { roleSet: kind } = await import("../../../provider/resources/role-set.js");
  const session = world.session();
  world.emulator.edit.createRole({ id: "free", ...entry(READ) });
  const declared = { roles: { free: entry(READ, AUDIT) }, adopt: "overwrite" as const };
  const plan = await kind.plan(session, declared, {});
  world.emulator.edit.deleteRole("free");
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([]);
  expect(world.emulator.store.roles.has("free")).toBe(true);
});

test("whoever is as planned by now, or gone where they were to go, is left alone", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": "operator", "root@example.com": "full-access" } };
  const more = { ...declared, unmanaged: "remove" as const, exclude: ["boss@*"] };
  const plan = await kind.plan(session, more, {});
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
  const plan = await kind.plan(session, declared, {});
  world.emulator.edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([expect.stringContaining("has the email ann.new@example.com now. Nothing was written")]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("of two sets that act on one user whom neither declares, the second does not undo what the first has written", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const users = { "ann@example.com": "operator", "root@example.com": "full-access" };
  const disabling = { users, unmanaged: "disable" as const, exclude: ["boss@*"] };
  const moving = { users, unmanaged: { moveTo: "read-only" }, exclude: ["boss@*"] };
  const plans = await Promise.all([kind.plan(session, disabling, {}), kind.plan(session, moving, {})]);
  const [disabled, moved] = await Promise.all([
    kind.apply(session, disabling, {}, plans[0]),
    kind.apply(session, moving, {}, plans[1]),
  ]);
  expect([...disabled.failures, ...moved.failures]).toEqual([]);
  expect(user("u-bob")).toBe("read-only disabled");
});
