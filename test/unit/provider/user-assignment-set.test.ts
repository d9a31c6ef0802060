import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const READ = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;
const AUDIT = `urn:cloudone:audit:us-1:${ACCOUNT}:role/read-only`;
const TEAM = { "ann@example.com": "auditor", "bob@example.com": { roleId: "operator", state: "enabled" } };

const set = (users: Record<string, unknown>, more: Record<string, unknown> = {}, name = "team"): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users, ...more },
});

function setUp(switches: Partial<Switches> = {}, extra = 0) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-ann", email: "Ann@Example.com", roleID: "read-only" },
        { id: "u-bob", email: "bob@example.com", roleID: "read-only", state: "disabled" },
        { id: "u-cas", email: "cas@example.com", roleID: "operator" },
        ...Array.from({ length: extra }, (_, n) => ({ id: `u-${n}`, email: `u${n}@example.com`, roleID: "operator" })),
      ],
    },
  });
  const user = (id: string) => {
    const found = world.emulator.store.users.get(id);
    return found && `${found.roleID} ${found.state}`;
  };
  return { world, stack: new Stack(() => world.session()), user, edit: world.emulator.edit };
}

async function settled(stack: Stack, program: Declaration[]) {
  const steps = await stack.up(program);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(program.map(() => "same"));
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(program.map(() => "same"));
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(program.map(() => "same"));
  return steps.map(({ op }) => op);
}

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

test.each([
  ["report", ["full-access enabled", "operator enabled"]],
  ["disable", ["full-access enabled", "operator disabled"]],
  ["remove", ["full-access enabled", undefined]],
  [{ moveTo: "read-only" }, ["full-access enabled", "read-only enabled"]],
])("unmanaged: %j acts on whom the set never declared, never on the excluded", async (unmanaged, after) => {
  const { stack, world, user } = setUp();
  await settled(stack, [set(TEAM, { unmanaged, exclude: ["root@*"] })]);
  expect([user("u-root"), user("u-cas")]).toEqual(after);
  if (unmanaged === "report") {
    expect(world.log.text).toContain("warning: 1 user of the account is not declared: cas@example.com");
  }
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

test("the guards judge the whole plan before its first write (the story of Peribolos)", async () => {
  const { stack, world, edit } = setUp({}, 8);
  edit.modifyUser("u-ann", { roleID: "operator" });
  const all = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, "operator"]));
  await settled(stack, [set({ ...all, "root@example.com": "full-access" })]);
  world.emulator.clearRequests();
  const program = (guard?: unknown) => [
    set({ "root@example.com": "full-access", "ann@example.com": "auditor" }, { guard }),
  ];
  const refusal = String(await stack.up(program()).catch((error: Error) => error.message));
  expect(refusal).toContain("guard.maxRemovalFraction: 8 removals of 10, at most 0.25, the default beyond 5 removals");
  for (const email of Object.keys(all)) expect(refusal).toContain(email);
  await expect(stack.up(program({ maxRemovals: 7 }))).rejects.toThrow("guard.maxRemovals: 8 removals, at most 7");
  expect(world.emulator.writes()).toEqual([]);
  const allow = /allow: "([0-9a-f]+)"/.exec(refusal)?.[1];
  expect(await settled(stack, program({ allow }))).toEqual(["update"]);
});

test("the first apply of an authoritative set removes nobody unseen (the story of google IAM)", async () => {
  const { stack, world, edit } = setUp({}, 20);
  edit.modifyUser("u-ann", { roleID: "operator" });
  await expect(stack.up([set(TEAM, { unmanaged: "remove" })])).rejects.toThrow(
    /guard\.maxRemovalFraction: 22 removals of 24/,
  );
  expect(world.emulator.writes()).toEqual([]);
});

test("an admin leaves only once the new one is there, whatever fails", async () => {
  const { stack, world, user } = setUp();
  await settled(stack, [set({ "root@example.com": "full-access", "ann@example.com": "auditor" })]);
  const handover = [set({ "root@example.com": "auditor", "ann@example.com": "full-access" })];
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "401", times: 1 });
  await expect(stack.up(handover)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins would be left of 1");
  expect(user("u-root")).toBe("full-access enabled");
  expect(await settled(stack, handover)).toEqual(["update"]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "full-access enabled"]);
});

test("one failing member does not stop the others, and the next run goes on from there", async () => {
  const { stack, world, user } = setUp();
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up([set(TEAM)])).rejects.toThrow(/^user Ann@Example\.com: POST \/users\/u-ann/);
  expect(user("u-bob")).toBe("operator enabled");
  expect(await settled(stack, [set(TEAM)])).toEqual(["update"]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("a member whose removal failed stays in the state until it is done", async () => {
  const { stack, world, user } = setUp();
  await settled(stack, [set(TEAM)]);
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  const smaller = [set({ "bob@example.com": TEAM["bob@example.com"] })];
  await expect(stack.up(smaller)).rejects.toThrow("user Ann@Example.com");
  expect(stack.state[0]?.outputs.userIds).toHaveProperty(["ann@example.com"], "u-ann");
  expect(await settled(stack, smaller)).toEqual(["update"]);
  expect(user("u-ann")).toBe("read-only disabled");
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

test("an unknown role and an unknown user are refused at preview, each by its entry", async () => {
  const { stack, world } = setUp();
  const refusal = stack.preview([set({ "ann@example.com": "nobody-made-it", "zoe@example.com": "auditor" })]);
  await expect(refusal).rejects.toThrow("users.ann@example.com: there is no role nobody-made-it");
  await expect(refusal).rejects.toThrow("users.zoe@example.com: no user of this account has the email zoe@example.com");
  expect(world.emulator.writes()).toEqual([]);
});

test("a user in a set and alone is refused, and a single one beside a set that acts on the rest as well", async () => {
  const { stack } = setUp();
  const single = (email: string): Declaration => ({
    class: "UserAssignment",
    name: "one",
    inputs: { email, roleId: "auditor" },
  });
  await expect(stack.preview([set(TEAM), single("ANN@example.com")])).rejects.toThrow(
    "declared twice: by 'team' and by 'one'",
  );
  const strict = set(TEAM, { unmanaged: "disable", exclude: ["root@*"] });
  await expect(stack.preview([strict, single("cas@example.com")])).rejects.toThrow(
    "add this to its `exclude`, or declare it there",
  );
});

test("role ids that are not known yet at preview are no removals; they are judged at up", async () => {
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const { stack, world } = setUp({}, 8);
  const users = (roleId: string) => [
    set(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, roleId]))),
  ];
  await stack.preview(users(UNKNOWN));
  expect(world.log.text).toContain(
    "info: 8 users would get a role that is not known yet:\n  u0@example.com\n  u1@example.com",
  );
  expect(world.log.text).not.toContain("lose access");
  await expect(stack.up(users("scanner"))).rejects.toThrow("guard.maxRemovalFraction: 8 removals of 8");
  await settled(stack, users("auditor"));
  await stack.preview(users(UNKNOWN));
  await expect(stack.preview([set({}, { allowEmpty: true })])).rejects.toThrow("guard.maxRemovalFraction: 8 removals");
});
