import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { settled } from "../../doubles/settled.js";
import type { Declaration } from "../../doubles/stack.js";
import { set, setUp, TEAM } from "./user-assignment-set-scene.js";

test.each<Partial<Switches>>([
  {},
  { modifySemantics: "replace", emailCase: "lower", endOfList: "empty" },
  { maxLimit: 2, largeLimit: "reject", unknownFields: true, listOrder: "shuffled" },
])(
  "users get their roles and states; a dropped one is disabled with what was found (switches %j)",
  async (switches) => {
    const { stack, user } = setUp(switches);
    expect(await settled(stack, [set(TEAM)])).toEqual(["create"]);
    expect([user("u-ann"), user("u-bob")]).toEqual(["auditor enabled", "operator enabled"]);
    expect(stack.state[0]?.id).toMatch(/^users\/012345678912\/[0-9a-f]{8}$/);
    expect(stack.state[0]?.outputs.userIds).toEqual({ "ann@example.com": "u-ann", "bob@example.com": "u-bob" });
    expect(await settled(stack, [set({ "bob@example.com": "auditor" })])).toEqual(["update"]);
    expect([user("u-ann"), user("u-bob")]).toEqual(["read-only disabled", "auditor enabled"]);
  },
);

test("the first preview shows who would gain and who would lose, by name, and writes nothing", async () => {
  const { stack, world } = setUp();
  const program = [
    set(
      { "ann@example.com": "full-access", "cas@example.com": { roleId: "operator", state: "disabled" } },
      { unmanaged: "disable", exclude: ["root@*"] },
    ),
  ];
  await stack.preview(program);
  expect(world.log.text).toContain("warning: 1 user would lose access: cas@example.com (state enabled → disabled)");
  expect(world.log.text).toContain("warning: 1 user would gain full-access: Ann@Example.com");
  expect(world.emulator.writes()).toEqual([]);
});

test("a difference in letter case removes nobody", async () => {
  const { stack, world } = setUp();
  await settled(stack, [set(TEAM)]);
  world.emulator.clearRequests();
  const shouted = Object.fromEntries(Object.entries(TEAM).map(([email, entry]) => [email.toUpperCase(), entry]));
  expect(await settled(stack, [set(shouted)])).toEqual(["same"]);
  expect(world.emulator.writes()).toEqual([]);
});

test.each([
  ["disable", "read-only disabled"],
  ["restore", "read-only enabled"],
  ["retain", "auditor enabled"],
  ["remove", undefined],
])("removed: %s", async (removed, after) => {
  const { stack, user } = setUp();
  await settled(stack, [set(TEAM, { removed })]);
  await settled(stack, [set({ "bob@example.com": TEAM["bob@example.com"] }, { removed })]);
  expect(user("u-ann")).toBe(after);
});

test("what was found stays found through updates", async () => {
  const { stack, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "operator", state: "disabled" });
  const ann = (entry: unknown) => [
    set({ "ann@example.com": entry, "bob@example.com": "auditor" }, { removed: "restore" }),
  ];
  await settled(stack, ann({ roleId: "auditor", state: "enabled" }));
  await settled(stack, ann({ roleId: "read-only", state: "enabled" }));
  await settled(stack, [set({ "bob@example.com": "auditor" }, { removed: "restore" })]);
  expect(user("u-ann")).toBe("operator disabled");
});

test("deleting the set removes nobody, unless its deletionPolicy says apply", async () => {
  const { stack, world, user } = setUp();
  await settled(stack, [set(TEAM)]);
  world.emulator.clearRequests();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
  await settled(stack, [set(TEAM, { deletionPolicy: "apply", removed: "remove" })]);
  await stack.destroy();
  expect([user("u-ann"), user("u-bob"), user("u-cas")]).toEqual([undefined, undefined, "operator enabled"]);
});

test("switching unmanaged off leaves the rest alone (okta's story)", async () => {
  const { stack, world } = setUp();
  await settled(stack, [set(TEAM, { unmanaged: "disable", exclude: ["root@*", "cas@*"] })]);
  world.emulator.clearRequests();
  await settled(stack, [set(TEAM)]);
  expect(world.emulator.writes()).toEqual([]);
});

test("a set that comes out empty costs nobody access", async () => {
  const { stack, world } = setUp();
  await settled(stack, [set(TEAM)]);
  world.emulator.clearRequests();
  await expect(stack.up([set({})])).rejects.toThrow("the set is empty; if you mean that, set allowEmpty: true");
  await stack.up([]);
  expect(world.emulator.writes()).toEqual([]);
});

test("a change by hand shows at refresh and is set back; a user who is gone is pointed out", async () => {
  const { stack, user, edit } = setUp();
  await settled(stack, [set(TEAM)]);
  edit.modifyUser("u-ann", { roleID: "full-access" });
  expect(await stack.refresh()).toEqual([{ op: "update", name: "team" }]);
  expect(await settled(stack, [set(TEAM)])).toEqual(["update"]);
  expect(user("u-ann")).toBe("auditor enabled");
  edit.removeUser("u-ann");
  await stack.refresh();
  await expect(stack.preview([set(TEAM)])).rejects.toThrow(
    "users.ann@example.com: no user of this account has the email ann@example.com",
  );
});

test("a member who changed their email: nothing is written until the new one is declared, and then too", async () => {
  const { stack, world, edit } = setUp();
  await settled(stack, [set(TEAM)]);
  edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  world.emulator.clearRequests();
  await expect(stack.up([set(TEAM)])).rejects.toThrow("Declare ann.new@example.com instead");
  await stack.refresh();
  await expect(stack.up([set(TEAM)])).rejects.toThrow("ann.new@example.com");
  await expect(stack.up([set({ "bob@example.com": TEAM["bob@example.com"] })])).rejects.toThrow("ann.new@example.com");
  const followed = { "ann.new@example.com": "auditor", "bob@example.com": TEAM["bob@example.com"] };
  expect(await settled(stack, [set(followed)])).toEqual(["update"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("moving from single assignments to a set and back writes nothing and disables nobody", async () => {
  const { stack, world } = setUp();
  const single: Declaration = {
    class: "UserAssignment",
    name: "ann",
    inputs: { email: "ann@example.com", roleId: "auditor" },
  };
  await settled(stack, [single]);
  world.emulator.clearRequests();
  await stack.up([set({ "ann@example.com": "auditor" })]);
  await stack.up([single, set({}, { allowEmpty: true })]);
  await stack.up([single]);
  expect(world.emulator.writes()).toEqual([]);
});

test("a disabled user who is declared without a state is pointed out", async () => {
  const { stack, world } = setUp();
  await stack.preview([set({ "bob@example.com": "auditor" })]);
  expect(world.log.text).toContain("1 user stays disabled: bob@example.com");
});

test.each([
  [{ users: {} }, "the set is empty"],
  [
    { users: { "ann@example.com": "auditor", "ANN@example.com": "operator" } },
    "this is ann@example.com in another spelling",
  ],
  [{ users: { "ann@example.com": "Bad Role" } }, "users.ann@example.com"],
  [{ users: { ann: "auditor" } }, "users.ann: this is not an email address"],
  [{ users: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, "the email addresses must be known at preview"],
  [{ users: TEAM, guard: { maxRemovalFraction: 2 } }, "it is a fraction, not a percentage"],
  [{ users: TEAM, guard: { maxRemovals: -1 } }, "maxRemovals must be at least 0"],
  [{ users: TEAM, exclude: ["ann@*"] }, "both declared and excluded"],
  [
    { users: TEAM, unmanaged: "delete" },
    'unmanaged must be "ignore", "report", "disable", "remove" or { moveTo: roleId }',
  ],
])("%j is refused at preview", async (inputs, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([{ class: "UserAssignmentSet", name: "team", inputs }])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});
