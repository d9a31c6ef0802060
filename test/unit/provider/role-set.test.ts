import { expect, test } from "@jest/globals";
import { entry, role, roles } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { allowIn, refusal, UNKNOWN } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { setUp } from "./role-scene.js";

const AUDITOR = { auditor: entry(READ, AUDIT) };
const ROLES = { ...AUDITOR, operator: entry(READ) };

test("a set stores its members, and creates, changes and deletes them in one run", async () => {
  const { stack, custom, urns } = setUp();
  expect(await settled(stack, [roles(ROLES)])).toEqual(["create"]);
  expect(custom()).toEqual(["auditor", "operator"]);
  expect(stack.state[0]?.id).toMatch(/^roles\/012345678912\/[0-9a-f]{8}$/);
  expect(await settled(stack, [roles({ auditor: entry(AUDIT), reviewer: entry(READ) })])).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "reviewer"]);
  expect(urns("auditor")).toEqual([AUDIT]);
  expect(stack.state[0]?.outputs).toMatchObject({
    roleIds: { auditor: "auditor", reviewer: "reviewer" },
    retiring: [],
  });
});

test("a no-change preview costs the pages of the list and the account proof", async () => {
  const { stack, world, clear } = setUp();
  await stack.up([roles(ROLES)]);
  clear();
  await stack.preview([roles(ROLES)]);
  expect(world.emulator.requests.map(({ path }) => path)).toEqual(["/apikeys/emulator-demo-key", "/roles"]);
});

test("deleting the set deletes no role, unless its deletionPolicy says apply, and then only its members", async () => {
  const { stack, custom, edit } = setUp();
  edit.createRole({ id: "by-hand", name: "By hand" });
  await stack.up([roles(ROLES)]);
  await stack.destroy();
  expect(custom()).toEqual(["auditor", "by-hand", "operator"]);
  expect(await settled(stack, [roles(ROLES, { deletionPolicy: "apply" })])).toEqual(["create"]);
  await stack.destroy();
  expect(custom()).toEqual(["by-hand"]);
});

test("a dropped role that is held retires: nothing fails, and it goes once the last holder has moved", async () => {
  const { stack, log, custom, edit, previewed, said } = setUp();
  await stack.up([roles(ROLES)]);
  edit.modifyUser("u-ann", { roleID: "operator" });
  const program = [roles(AUDITOR)];
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(custom()).toEqual(["auditor", "operator"]);
  expect(stack.state[0]?.outputs.retiring).toEqual(["operator"]);
  expect(log.text).toContain(
    "warning: role operator is dropped but still held by user ann@example.com. It is deleted once they have moved",
  );
  edit.modifyUser("u-ann", { roleID: "auditor" });
  const lines = await said(async () => expect(await previewed(program)).toEqual(["update"]));
  expect(lines.join("\n")).toContain("role operator (delete)");
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(custom()).toEqual(["auditor"]);
  expect(stack.state[0]?.outputs.retiring).toEqual([]);
});

test.each(USER_FORMS)("retiring a role and moving its user, who is declared $form, is one run", async ({ declare }) => {
  const { stack, custom } = setUp();
  const user = (roleId: string) => declare("ann@example.com", { roleId });
  await settled(stack, [roles(ROLES), user("operator")]);
  expect(await settled(stack, [roles(AUDITOR), user("auditor")])).toEqual(["update", "update"]);
  expect(custom()).toEqual(["auditor"]);
});

test("the members that an account has are taken over or refused by name", async () => {
  const { stack, writes, edit } = setUp();
  edit.createRole({ id: "auditor", name: "A role", serviceRoleURNs: [AUDIT, READ] });
  edit.createRole({ id: "operator", name: "Old", serviceRoleURNs: [READ] });
  await expect(stack.preview([roles(ROLES)])).rejects.toThrow(/^roles\.operator: .*name: "Old" → "A role"/s);
  await expect(stack.preview([roles(ROLES, { adopt: "never" })])).rejects.toThrow(/roles\.auditor: .*"never"/);
  expect(writes()).toEqual([]);
  expect(await settled(stack, [roles(ROLES, { adopt: "overwrite" })])).toEqual(["create"]);
  expect(writes()).toEqual(["POST /roles/operator"]);
});

test("unmanaged roles are ignored, reported or deleted; excluded, predefined, held and otherwise declared ones are not", async () => {
  const { stack, log, custom, edit } = setUp();
  for (const id of ["by-hand", "legacy-one", "legacy-two", "held"]) edit.createRole({ id });
  edit.modifyUser("u-ann", { roleID: "held" });
  await settled(stack, [roles(ROLES)]);
  await settled(stack, [roles(ROLES, { unmanaged: "report", exclude: ["legacy-*"] })]);
  expect(log.text).toContain("warning: 2 custom roles of the account are not declared: by-hand, held");
  const strict = [roles(ROLES, { unmanaged: "delete", exclude: ["legacy-*", "apart"] }), role("apart")];
  await stack.preview(strict);
  expect(log.text).toContain("1 role would be narrowed or deleted: role by-hand (delete)");
  expect(log.text).toContain("role held is not declared and would be deleted, but is held by user ann@example.com");
  expect(await settled(stack, strict)).toEqual(["update", "create"]);
  expect(custom()).toEqual(["apart", "auditor", "held", "legacy-one", "legacy-two", "operator"]);
});

test("switching unmanaged off removes nothing", async () => {
  const { stack, writes, clear, edit } = setUp();
  await settled(stack, [roles(ROLES, { unmanaged: "delete" })]);
  edit.createRole({ id: "by-hand", name: "By hand", serviceRoleURNs: [] });
  clear();
  await settled(stack, [roles(ROLES)]);
  expect(writes()).toEqual([]);
});

test("the default guard refuses to delete most of a large set, before the first write, and names every role", async () => {
  const { stack, writes, clear, custom } = setUp();
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`role-${n}`, entry(READ)]));
  await settled(stack, [roles(many)]);
  clear();
  // Neither what is created nor what is widened is written before what is refused.
  const program = (guard?: object) => [roles({ "role-0": entry(READ, FULL), fresh: entry(READ) }, { guard })];
  const refused = await refusal(stack.preview(program()));
  expect(refused).toContain("guard.maxRemovalFraction: 11 removals of 12, at most 0.25, the default beyond 5 removals");
  for (let n = 1; n < 12; n++) expect(refused).toContain(`role role-${n} (delete)`);
  await expect(stack.up(program())).rejects.toThrow("guard.maxRemovalFraction");
  expect(writes()).toEqual([]);
  expect(await settled(stack, program({ allow: allowIn(refused) }))).toEqual(["update"]);
  expect(custom()).toEqual(["fresh", "role-0"]);
});

test("members that fail do not stop the others, the run lists them all, and the next one writes only those", async () => {
  const { stack, faults, custom, writes, clear } = setUp();
  for (const nth of [2, 3]) faults.add({ match: { method: "POST", path: "/roles", nth }, kind: "401", times: 1 });
  const program = [roles({ a: entry(READ), b: entry(READ), c: entry(READ), d: entry(READ) })];
  const failed = await refusal(stack.up(program));
  expect(failed).toMatch(/^role b: POST \/roles/m);
  expect(failed).toMatch(/^role c: POST \/roles/m);
  expect(custom()).toEqual(["a", "d"]);
  expect(Object.keys((stack.state[0]?.outputs.roles ?? {}) as object).sort()).toEqual(["a", "d"]);
  clear();
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(writes()).toEqual(["POST /roles", "POST /roles"]);
  expect(custom()).toEqual(["a", "b", "c", "d"]);
});

test("a drop that failed stays in the state until it is done", async () => {
  const { stack, faults, custom } = setUp();
  await settled(stack, [roles(ROLES)]);
  faults.add({ match: { method: "DELETE" }, kind: "403-empty", times: 1 });
  await expect(stack.up([roles(AUDITOR)])).rejects.toThrow("role operator: DELETE /roles/operator");
  expect(Object.keys((stack.state[0]?.outputs.roles ?? {}) as object).sort()).toEqual(["auditor", "operator"]);
  expect(await settled(stack, [roles(AUDITOR)])).toEqual(["update"]);
  expect(custom()).toEqual(["auditor"]);
});

test("URNs that are not known yet at preview are no removals", async () => {
  const { stack, log, edit, previewed } = setUp();
  const guard = { maxRemovals: 0 };
  await settled(stack, [roles(ROLES, { guard })]);
  edit.modifyUser("u-ann", { roleID: "auditor" });
  for (const serviceRoleURNs of [UNKNOWN, [READ, UNKNOWN]]) {
    const program = [roles({ ...ROLES, auditor: { name: "A role", serviceRoleURNs } }, { guard })];
    expect(await previewed(program)).toEqual(["update"]);
  }
  expect(log.text).not.toContain("narrowed");
});

test("up says which roles it has deleted, alone and in a set", async () => {
  const { stack, said } = setUp();
  const ids = Array.from({ length: 14 }, (_, n) => `made-in-the-program-${n}`);
  const set = (of: readonly string[]) =>
    roles(Object.fromEntries(of.map((id) => [id, entry()])), {
      allowEmpty: true,
      guard: { maxRemovalFraction: 1 },
    });
  await stack.up([role("alone"), set(ids)]);
  expect((await said(() => stack.up([set(ids.slice(1))]))).slice(-2).sort()).toEqual([
    "info: role alone: deleted",
    "info: role made-in-the-program-0: deleted",
  ]);
  const many = (await said(() => stack.up([set([])]))).at(-1)?.split("\n");
  expect(many?.[0]).toBe("info: 13 roles: deleted:");
  expect(many?.at(-1)).toBe("  and 3 more");
});
