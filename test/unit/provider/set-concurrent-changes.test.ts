import { expect, test } from "@jest/globals";
import type { RoleSetInputs } from "../../../provider/plan/roles/role-set.js";
import type { UserAssignmentSetInputs } from "../../../provider/plan/users/user-assignment-set.js";
import { roleSet } from "../../../provider/resources/role-set.js";
import { userAssignmentSet } from "../../../provider/resources/user-assignment-set.js";
import { entry } from "../../doubles/declarations.js";
import { type Scene, setUp } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

/** Plans a set of users, lets something happen by hand, and then carries out the plan. */
async function applyUsers(declared: UserAssignmentSetInputs, byHand: (scene: Scene) => void) {
  const scene = setUp();
  const session = scene.world.session();
  const plan = await userAssignmentSet.plan(session, declared, {});
  byHand(scene);
  const { failures } = await userAssignmentSet.apply(session, declared, {}, plan);
  return { ...scene, failures };
}

async function applyRoles(declared: RoleSetInputs, byHand: (scene: Scene) => void) {
  const scene = setUp();
  scene.edit.createRole({ id: "free", ...entry(READ) });
  const session = scene.world.session();
  const plan = await roleSet.plan(session, { adopt: "overwrite", ...declared }, {});
  expect(plan.removals).toEqual([]);
  byHand(scene);
  const { failures } = await roleSet.apply(session, { adopt: "overwrite", ...declared }, {}, plan);
  return { ...scene, failures };
}

test.each([undefined, "enabled" as const])(
  "a user who got more access since the list was read is not demoted unjudged (declared state: %s)",
  async (state) => {
    const ann = { roleId: "operator", ...(state && { state }) };
    const { failures, user } = await applyUsers({ users: { "ann@example.com": ann } }, ({ edit }) =>
      edit.modifyUser("u-ann", { roleID: "full-access" }),
    );
    expect(failures).toEqual([
      expect.stringContaining("someone else changed the user in the meantime (role auditor → full-access)"),
    ]);
    expect(user("u-ann")).toBe("full-access enabled");
  },
);

test("a user whose address was changed since the list was read is not written", async () => {
  const declared = { users: { "ann@example.com": { roleId: "operator", state: "disabled" as const } } };
  const { failures, user } = await applyUsers(declared, ({ edit }) =>
    edit.modifyUser("u-ann", { email: "ann.new@example.com" }),
  );
  expect(failures).toEqual([expect.stringContaining("has the email ann.new@example.com now. Nothing was written")]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("users who are as planned by now, or gone as planned, are left alone", async () => {
  const declared: UserAssignmentSetInputs = {
    users: { "ann@example.com": "operator", "root@example.com": "full-access" },
    unmanaged: "remove",
    exclude: ["boss@*"],
  };
  const { failures, user, writes } = await applyUsers(declared, ({ edit }) => {
    edit.modifyUser("u-ann", { roleID: "operator" });
    edit.removeUser("u-bob");
  });
  expect(failures).toEqual([]);
  expect(user("u-ann")).toBe("operator enabled");
  expect(writes()).toEqual([]);
});

test("a role that was widened by hand since the list was read is not narrowed unjudged", async () => {
  const MORE = READ.replace("workload", "network");
  const { failures, urns } = await applyRoles({ roles: { operator: entry(READ, AUDIT) } }, ({ edit }) =>
    edit.modifyRole("operator", { serviceRoleURNs: [READ, MORE] }),
  );
  expect(failures).toEqual([expect.stringContaining("someone changed the role after it was read")]);
  expect(urns("operator")).toEqual([READ, MORE]);
});

test("a role that was deleted by hand since the list was read is created", async () => {
  const { failures, store } = await applyRoles({ roles: { free: entry(READ, AUDIT) } }, ({ edit }) =>
    edit.deleteRole("free"),
  );
  expect(failures).toEqual([]);
  expect(store.roles.has("free")).toBe(true);
});

test("if two sets act on a user that neither declares, the second does not undo what the first wrote", async () => {
  const { world, user } = setUp();
  const session = world.session();
  const users = { "ann@example.com": "operator", "root@example.com": "full-access" };
  const disabling = { users, unmanaged: "disable" as const, exclude: ["boss@*"] };
  const moving = { users, unmanaged: { moveTo: "read-only" }, exclude: ["boss@*"] };
  const sets = [disabling, moving];
  const plans = await Promise.all(sets.map((one) => userAssignmentSet.plan(session, one, {})));
  const applied = await Promise.all(
    sets.map((one, index) => userAssignmentSet.apply(session, one, {}, plans[index] as (typeof plans)[number])),
  );
  expect(applied.flatMap(({ failures }) => failures)).toEqual([]);
  expect(user("u-bob")).toBe("read-only disabled");
});
