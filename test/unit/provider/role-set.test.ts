import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { settled } from "../../doubles/settled.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const entry = (name: string, ...serviceRoleURNs: string[]) => ({ name, serviceRoleURNs });
const ROLES = { auditor: entry("Auditor", READ, AUDIT), operator: entry("Operator", READ) };
const set = (roles: Record<string, unknown>, more: Record<string, unknown> = {}, name = "roles"): Declaration => ({
  class: "RoleSet",
  name,
  inputs: { roles, ...more },
});

function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: { users: [{ id: "u-ann", email: "ann@example.com", roleID: "read-only" }] },
  });
  const custom = () =>
    [...world.emulator.store.roles.keys()].filter((id) => !["full-access", "read-only", "scanner"].includes(id)).sort();
  return { world, stack: new Stack(() => world.session()), custom, edit: world.emulator.edit };
}

test.each<Partial<Switches>>([
  {},
  { modifySemantics: "replace", urnOrder: "sorted", descriptionDefault: null, endOfList: "null" },
  { maxLimit: 2, largeLimit: "reject", deleteGone: 404, duplicateRole: 409, urnOrder: "reversed" },
])("members are created, changed and deleted (switches %j)", async (switches) => {
  const { stack, world, custom } = setUp(switches);
  expect(await settled(stack, [set(ROLES)])).toEqual(["create"]);
  expect(custom()).toEqual(["auditor", "operator"]);
  expect(stack.state[0]?.id).toMatch(/^roles\/012345678912\/[0-9a-f]{8}$/);
  const changed = { auditor: { ...entry("Auditors", AUDIT), description: "Reads" }, reviewer: entry("Reviewer", READ) };
  expect(await settled(stack, [set(changed)])).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "reviewer"]);
  expect(world.emulator.store.roles.get("auditor")).toMatchObject({ name: "Auditors", serviceRoleURNs: [AUDIT] });
  expect(stack.state[0]?.outputs).toMatchObject({
    roleIds: { auditor: "auditor", reviewer: "reviewer" },
    retiring: [],
  });
});

test("a no-change preview costs the pages of the lists and the account proof", async () => {
  const { stack, world } = setUp();
  await stack.up([set(ROLES)]);
  world.emulator.clearRequests();
  await stack.preview([set(ROLES)]);
  expect(world.emulator.requests.map(({ path }) => path)).toEqual(["/apikeys/emulator-demo-key", "/roles"]);
});

test("deleting the set leaves the roles, unless its deletionPolicy says apply", async () => {
  const { stack, custom } = setUp();
  await stack.up([set(ROLES)]);
  await stack.destroy();
  expect(custom()).toEqual(["auditor", "operator"]);
  expect(await settled(stack, [set(ROLES, { deletionPolicy: "apply" })])).toEqual(["create"]);
  await stack.destroy();
  expect(custom()).toEqual([]);
});

test("a dropped role that is held retires: nothing fails, and it goes when the last holder has moved", async () => {
  const { stack, world, custom, edit } = setUp();
  await stack.up([set(ROLES)]);
  edit.modifyUser("u-ann", { roleID: "operator" });
  const program = [set({ auditor: ROLES.auditor })];
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "operator"]);
  expect(stack.state[0]?.outputs.retiring).toEqual(["operator"]);
  expect(world.log.text).toContain(
    "warning: role operator is dropped but still held by user ann@example.com. It is deleted once they have moved",
  );
  edit.modifyUser("u-ann", { roleID: "auditor" });
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(["update"]);
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(custom()).toEqual(["auditor"]);
  expect(stack.state[0]?.outputs.retiring).toEqual([]);
});

test.each(["set", "single"] as const)(
  "retiring a role and moving its user is one commit and one up (user in a %s)",
  async (form) => {
    const { stack, custom } = setUp();
    const user = (roleId: string): Declaration =>
      form === "set"
        ? { class: "UserAssignmentSet", name: "team", inputs: { users: { "ann@example.com": roleId } } }
        : { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId } };
    await settled(stack, [set(ROLES), user("operator")]);
    expect(await settled(stack, [set({ auditor: ROLES.auditor }), user("auditor")])).toEqual(["update", "update"]);
    expect(custom()).toEqual(["auditor"]);
  },
);

test("an existing role is taken over if it is as declared, and refused by name if not", async () => {
  const { stack, world, edit } = setUp();
  edit.createRole({ id: "auditor", name: "Auditor", serviceRoleURNs: [AUDIT, READ] });
  edit.createRole({ id: "operator", name: "Old", serviceRoleURNs: [READ] });
  await expect(stack.preview([set(ROLES)])).rejects.toThrow(/roles\.operator: .*name: "Old" → "Operator"/s);
  await expect(stack.preview([set(ROLES, { adopt: "never" })])).rejects.toThrow(/roles\.auditor: .*"never"/);
  expect(world.emulator.writes()).toEqual([]);
  expect(await settled(stack, [set(ROLES, { adopt: "overwrite" })])).toEqual(["create"]);
  expect(world.emulator.writes().map(({ path }) => path)).toEqual(["/roles/operator"]);
});

test("unmanaged roles are ignored, reported without a diff, or deleted; excluded and predefined ones never", async () => {
  const { stack, world, custom, edit } = setUp();
  for (const id of ["by-hand", "legacy-one", "legacy-two"]) edit.createRole({ id, name: id, serviceRoleURNs: [] });
  await settled(stack, [set(ROLES)]);
  await settled(stack, [set(ROLES, { unmanaged: "report", exclude: ["legacy-*"] })]);
  expect(world.log.text).toContain("warning: 1 custom role of the account is not declared: by-hand");
  const strict = [set(ROLES, { unmanaged: "delete", exclude: ["legacy-*"] })];
  await stack.preview(strict);
  expect(world.log.text).toContain("1 role would be narrowed or deleted: role by-hand (delete)");
  expect(await settled(stack, strict)).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "legacy-one", "legacy-two", "operator"]);
});

test("switching unmanaged off removes nothing", async () => {
  const { stack, world, edit } = setUp();
  await settled(stack, [set(ROLES, { unmanaged: "delete" })]);
  edit.createRole({ id: "by-hand", name: "By hand", serviceRoleURNs: [] });
  world.emulator.clearRequests();
  await settled(stack, [set(ROLES)]);
  expect(world.emulator.writes()).toEqual([]);
});

test("the default guard refuses to delete most of a large set, before the first write, and names every role", async () => {
  const { stack, world, custom } = setUp();
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`role-${n}`, entry(`Role ${n}`, READ)]));
  await settled(stack, [set(many)]);
  world.emulator.clearRequests();
  const program = [set({ "role-0": many["role-0"], fresh: entry("Fresh", READ) })];
  const refusal = await stack.preview(program).catch((error: Error) => error.message);
  expect(refusal).toContain("guard.maxRemovalFraction: 11 removals of 12, at most 0.25, the default beyond 5 removals");
  expect(refusal).toContain("role role-11 (delete)");
  await expect(stack.up(program)).rejects.toThrow("guard.maxRemovalFraction");
  expect(world.emulator.writes()).toEqual([]);
  const allow = /allow: "([0-9a-f]+)"/.exec(String(refusal))?.[1];
  expect(
    await settled(stack, [{ ...set({ "role-0": many["role-0"], fresh: entry("Fresh", READ) }, { guard: { allow } }) }]),
  ).toEqual(["update"]);
  expect(custom()).toEqual(["fresh", "role-0"]);
});

test("one failing member does not stop the others, the run lists it, and the next run goes on from there", async () => {
  const { stack, world, custom } = setUp();
  world.emulator.faults.add({ match: { method: "POST", path: "/roles", nth: 2 }, kind: "401", times: 1 });
  const many = { a: entry("A", READ), b: entry("B", READ), c: entry("C", READ) };
  await expect(stack.up([set(many)])).rejects.toThrow(/^role b: POST \/roles/);
  expect(custom()).toEqual(["a", "c"]);
  expect(Object.keys((stack.state[0]?.outputs.roles ?? {}) as object).sort()).toEqual(["a", "c"]);
  expect(await settled(stack, [set(many)])).toEqual(["update"]);
  expect(custom()).toEqual(["a", "b", "c"]);
});

test("a drop that failed stays in the state until it is done", async () => {
  const { stack, world, custom } = setUp();
  await settled(stack, [set(ROLES)]);
  world.emulator.faults.add({ match: { method: "DELETE" }, kind: "403-empty", times: 1 });
  await expect(stack.up([set({ auditor: ROLES.auditor })])).rejects.toThrow("role operator: DELETE /roles/operator");
  expect(Object.keys((stack.state[0]?.outputs.roles ?? {}) as object).sort()).toEqual(["auditor", "operator"]);
  expect(await settled(stack, [set({ auditor: ROLES.auditor })])).toEqual(["update"]);
  expect(custom()).toEqual(["auditor"]);
});

test("a member changed or deleted by hand shows at refresh and is set right", async () => {
  const { stack, custom, edit } = setUp();
  await settled(stack, [set(ROLES)]);
  edit.modifyRole("auditor", { name: "By hand" });
  edit.deleteRole("operator");
  expect(await stack.refresh()).toEqual([{ op: "update", name: "roles" }]);
  expect(await settled(stack, [set(ROLES)])).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "operator"]);
});

test("moving from single roles to a set and back writes nothing", async () => {
  const { stack, world, custom } = setUp();
  const single: Declaration = { class: "Role", name: "auditor", inputs: { roleId: "auditor", ...ROLES.auditor } };
  await settled(stack, [single]);
  world.emulator.clearRequests();
  await stack.up([set({ auditor: ROLES.auditor })]);
  expect((await stack.preview([set({ auditor: ROLES.auditor })])).map(({ op }) => op)).toEqual(["same"]);
  // The program tells the set of everything else that it declares; here the single role comes first.
  await stack.up([single]);
  await stack.up([set({ auditor: ROLES.auditor })]);
  await stack.up([single, set({}, { allowEmpty: true })]);
  expect(world.emulator.writes()).toEqual([]);
  expect(custom()).toEqual(["auditor"]);
});

test.each([
  [{ roles: {} }, "the set is empty; if you mean that, set allowEmpty: true"],
  [{ roles: { "full-access": entry("X") } }, "roles.full-access: a predefined role can be neither changed nor deleted"],
  [
    { roles: { "Bad Id": entry("X") } },
    "roles.Bad Id: a role id must consist of lowercase letters, digits and hyphens",
  ],
  [{ roles: { a: null } }, "roles.a: a role must be an object with name and serviceRoleURNs"],
  [{ roles: { a: { ...entry("X"), urns: [] } } }, "roles.a.urns: there is no such argument"],
  [{ roles: { a: { name: "A", serviceRoleURNs: ["nonsense"] } } }, "roles.a.serviceRoleURNs[0]"],
  [{ roles: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, "the role ids must be known at preview"],
  [{ roles: ROLES, exclude: ["aud*"] }, "it is both declared and excluded"],
  [{ roles: ROLES, guard: { maxRemovalFraction: -0.1 } }, "maxRemovalFraction must be at least 0"],
])("%j is refused at preview", async (inputs, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([{ class: "RoleSet", name: "roles", inputs }])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});

test("a role in a set and alone is refused, and a single role beside a set that deletes unmanaged ones as well", async () => {
  const { stack } = setUp();
  const single = (roleId: string): Declaration => ({
    class: "Role",
    name: "one",
    inputs: { roleId, name: "One", serviceRoleURNs: [] },
  });
  await expect(stack.preview([set(ROLES), single("auditor")])).rejects.toThrow(
    "declared twice: by 'roles' and by 'one'",
  );
  const strict = set(ROLES, { unmanaged: "delete" });
  await expect(stack.preview([strict, single("other")])).rejects.toThrow(
    "add this to its `exclude`, or declare it there",
  );
  await expect(stack.preview([single("other"), strict])).rejects.toThrow(
    "add this to its `exclude`, or declare it there",
  );
  await stack.preview([set(ROLES, { unmanaged: "delete", exclude: ["other"] }), single("other")]);
});

test("URNs that are not known yet at preview are no removals", async () => {
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const { stack, world, edit } = setUp();
  await settled(stack, [set(ROLES, { guard: { maxRemovals: 0 } })]);
  edit.modifyUser("u-ann", { roleID: "auditor" });
  for (const serviceRoleURNs of [UNKNOWN, [READ, UNKNOWN]]) {
    const program = [set({ ...ROLES, auditor: { name: "Auditor", serviceRoleURNs } }, { guard: { maxRemovals: 0 } })];
    expect(await stack.preview(program)).toEqual([{ op: "update", name: "roles" }]);
  }
  expect(world.log.text).not.toContain("narrowed");
});
