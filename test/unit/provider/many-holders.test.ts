import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";
import { entry, roles } from "./set-scene.js";

const IDENTITY = READ.replace("workload", "identity").replace("read-only", "full-access");
const role = (...urns: string[]): Declaration => ({
  class: "Role",
  name: "a",
  inputs: { roleId: "auditor", ...entry(...urns) },
});
const set = (...urns: string[]): Declaration => roles({ auditor: entry(...urns) });
const none = (more: object): Declaration => roles({}, { allowEmpty: true, ...more });

function setUp(holders: number) {
  const world = new World({
    seed: {
      roles: [{ id: "auditor", name: "A role", serviceRoleURNs: [READ] }],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        ...Array.from({ length: holders }, (_, n) => ({
          email: `holder-${String(n).padStart(2, "0")}@example.com`,
          roleID: "auditor",
        })),
      ],
    },
  });
  return { world, stack: new Stack(() => world.session()) };
}

/** What begins so names the first ten holders, one a line, and counts the others. */
function expectHolders(text: string, head: string, end: string): void {
  expect(text).toContain(`${head} 26 enabled users:\n  user holder-00@example.com\n  user holder-01@example.com\n`);
  const rest = "and 16 more (everyone's role: npx pulumi-cloudone access)";
  expect(text).toContain(`\n  user holder-09@example.com\n  ${rest}\n${end}`.trimEnd());
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(300);
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: Error) => error.message,
  );

test("a role that many hold is not deleted, and the first ten of them are named, one a line", async () => {
  const { world, stack } = setUp(26);
  await stack.up([role(READ)]);
  expectHolders(
    await failure(stack.destroy()),
    "it is still held by",
    "Nothing was deleted. Give them another role first",
  );
  expect(world.emulator.store.roles.has("auditor")).toBe(true);
});

test("a set names the holders of the roles that it does not delete the same way", async () => {
  const { world, stack } = setUp(26);
  await stack.up([roles({ auditor: entry(READ) }, { deletionPolicy: "apply" })]);
  expectHolders(await failure(stack.destroy()), "role auditor: it is still held by", "It was not deleted.");
  world.log.lines.length = 0;
  await stack.preview([none({})]);
  expectHolders(world.log.text, "role auditor is dropped but still held by", "It is deleted once they have moved");
  const other = setUp(26);
  await other.stack.preview([none({ unmanaged: "delete" })]);
  expectHolders(other.world.log.text, "role auditor is not declared and would be deleted, but is held by", "");
});

test.each([
  ["Role", role],
  ["RoleSet", set],
])("many who become admins by a %s are named one a line", async (_, declare) => {
  const { world, stack } = setUp(26);
  await stack.up([declare(READ)]);
  world.log.lines.length = 0;
  await stack.preview([declare(READ, IDENTITY)]);
  expect(world.log.text).toContain("which makes admins of:\n  user holder-00@example.com\n");
  expect(world.log.text).toContain("\n  and 16 more (everyone's role: npx pulumi-cloudone access)");
});

test("many roles of a set that are deleted, or not declared, stand one a line", async () => {
  const { world, stack } = setUp(0);
  const ids = Array.from({ length: 14 }, (_, n) => `a-role-of-the-team-${n + 10}`);
  for (const id of ids) world.emulator.edit.createRole({ id, ...entry(READ, AUDIT) });
  await stack.preview([none({ unmanaged: "report" })]);
  expect(world.log.text).toContain("15 custom roles of the account are not declared:\n");
  expect(world.log.text).toContain("\n  and 5 more (all of them: npx pulumi-cloudone drift)");
  await stack.up([roles(Object.fromEntries(ids.map((id) => [id, entry(READ, AUDIT)])))]);
  world.log.lines.length = 0;
  await stack.preview([none({ guard: { maxRemovalFraction: 1 } })]);
  expect(world.log.text).toContain("14 roles would be narrowed or deleted:\n  role a-role-of-the-team-10 (delete)\n");
  expect(world.log.text).toContain("\n  and 4 more (all of them: pulumi preview --diff)");
});
