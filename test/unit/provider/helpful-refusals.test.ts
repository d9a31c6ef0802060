import { expect, test } from "@jest/globals";
import { judge } from "../../../provider/plan/judge.js";
import { entry, roles, single, users } from "../../doubles/declarations.js";
import { setUp } from "../../doubles/scene.js";
import { type RunFailed, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";

const failuresOf = (run: Promise<unknown>) =>
  run.then(
    () => "",
    (error: RunFailed) => error.failures.join("\n"),
  );

test.each([
  users({ "ann@example.com": "fresh" }),
  users({ "new@example.com": "fresh" }, { ifMissing: "invite" }),
  single({ email: "ann@example.com", roleId: "fresh" }),
  single({ email: "new@example.com", roleId: "fresh", ifMissing: "invite" }),
])("a plain role id, whose role the program declares, fails with what to write in its place: %j", async (plain) => {
  const { world } = setUp();
  const program = [roles({ fresh: entry(READ) }), plain];
  // The engine sends both at once, since nothing says that the role comes first; here its creation is slow.
  world.emulator.faults.add({ match: { method: "POST", path: "/roles" }, kind: "503", times: 3 });
  const stack = new Stack(() => world.session(), { parallel: 2 });
  expect(await failuresOf(stack.up(program))).toContain(
    'instead of the plain "fresh", write the output of the resource that declares it, `role.roleId` of a Role',
  );
  await stack.up(program);
  expect(world.emulator.store.roles.has("fresh")).toBe(true);
});

test("a member and a user whom somebody removed by hand are said to have been there, and with which id", async () => {
  const { stack, edit } = setUp();
  const program = [users({ "ann@example.com": "auditor" }), single({ email: "bob@example.com", roleId: "auditor" })];
  await stack.up(program);
  edit.removeUser("u-ann");
  expect(await failuresOf(stack.up(program))).toContain(
    "users.ann@example.com: user ann@example.com was in the account with the id u-ann and is gone from it",
  );
  edit.removeUser("u-bob");
  const changed = [single({ email: "bob@example.com", roleId: "operator" })];
  expect(await failuresOf(stack.up(changed))).toContain(
    "user bob@example.com was in the account with the id u-bob and is gone from it",
  );
});

test("maxRemovals that somebody has set says that the default fraction still counts", () => {
  const removals = Array.from({ length: 8 }, (_, n) => ({
    kind: "user" as const,
    id: `u${n}`,
    name: `u${n}`,
    action: "disable",
  }));
  const judged = { removals, scope: 9, key: { roleId: undefined, apiKeyId: "key" } };
  expect(judge({ maxRemovals: 20 }, judged)).toContain(
    "at most 0.25, the default beyond 5 removals. maxRemovals: 20 does not lift that: set maxRemovalFraction too, up to 1",
  );
  expect(judge({}, judged)).not.toContain("lift that");
  expect(judge({ maxRemovals: 20, maxRemovalFraction: 1 }, judged)).toBeUndefined();
});
