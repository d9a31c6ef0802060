import { expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { allowIn, refusal, UNKNOWN } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { setUp } from "./users-scene.js";

const BOB = { "bob@example.com": { roleId: "operator", state: "enabled" } };
const TEAM = { "ann@example.com": "auditor", ...BOB };

test("a set gives its users their roles and states, and stores their ids", async () => {
  const { stack, user } = setUp();
  expect(await settled(stack, [users(TEAM)])).toEqual(["create"]);
  expect([user("u-ann"), user("u-bob")]).toEqual(["auditor enabled", "operator enabled"]);
  expect(stack.state[0]?.id).toMatch(/^users\/012345678912\/[0-9a-f]{8}$/);
  expect(stack.state[0]?.outputs.userIds).toEqual({ "ann@example.com": "u-ann", "bob@example.com": "u-bob" });
  expect(await settled(stack, [users({ "bob@example.com": "auditor" })])).toEqual(["update"]);
  expect([user("u-ann"), user("u-bob")]).toEqual(["read-only disabled", "auditor enabled"]);
});

test.each([
  ["report", ["full-access enabled", "operator enabled"]],
  ["disable", ["full-access enabled", "operator disabled"]],
  ["remove", ["full-access enabled", undefined]],
  [{ moveTo: "read-only" }, ["full-access enabled", "read-only enabled"]],
])("unmanaged: %j acts on users that the set never declared, never on excluded ones", async (unmanaged, after) => {
  const { stack, log, user } = setUp();
  await settled(stack, [users(TEAM, { unmanaged, exclude: ["ROOT@*"] })]);
  expect([user("u-root"), user("u-cas")]).toEqual(after);
  if (unmanaged === "report") {
    expect(log.text).toContain("warning: 1 user of the account is not declared: cas@example.com");
  }
});

test("switching unmanaged off leaves the others alone, and so does a difference in letter case (okta, harness)", async () => {
  const { stack, edit, writes, clear } = setUp();
  await settled(stack, [users(TEAM, { unmanaged: "disable", exclude: ["root@*"] })]);
  edit.modifyUser("u-cas", { state: "enabled" });
  clear();
  await settled(stack, [users(TEAM)]);
  const shouted = Object.fromEntries(Object.entries(TEAM).map(([email, entry]) => [email.toUpperCase(), entry]));
  await settled(stack, [users(shouted, { unmanaged: "remove", exclude: ["ROOT@*", "Cas@Example.Com"] })]);
  expect(writes()).toEqual([]);
});

test("deleting a set removes no one, unless its deletionPolicy says apply, and then only its members", async () => {
  const { stack, world, user, clear } = setUp();
  await settled(stack, [users(TEAM)]);
  clear();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
  await settled(stack, [users(TEAM, { deletionPolicy: "apply", removed: "remove" })]);
  await stack.destroy();
  expect([user("u-ann"), user("u-bob"), user("u-cas")]).toEqual([undefined, undefined, "operator enabled"]);
});

test("a set that is empty by mistake costs no one access", async () => {
  const { stack, writes, clear } = setUp();
  await settled(stack, [users(TEAM)]);
  clear();
  await expect(stack.up([users({})])).rejects.toThrow("the set is empty; if you mean that, set allowEmpty: true");
  await stack.up([]);
  expect(writes()).toEqual([]);
});

test("the guards judge the whole plan before its first write, and the digest allows exactly that plan once (Peribolos)", async () => {
  const { stack, edit, writes, clear } = setUp({}, 8);
  edit.modifyUser("u-ann", { roleID: "operator" });
  const all = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, "operator"]));
  const root = { "root@example.com": "full-access" };
  await settled(stack, [users({ ...all, ...root })]);
  clear();
  // Ann gains, which is not written before what is refused either.
  const program = (guard?: unknown, members: object = { "ann@example.com": "auditor" }) => [
    users({ ...root, ...members }, { guard }),
  ];
  const refused = await refusal(stack.up(program()));
  expect(refused).toContain("guard.maxRemovalFraction: 8 removals of 10, at most 0.25, the default beyond 5 removals");
  for (const email of Object.keys(all)) expect(refused).toContain(email);
  await expect(stack.up(program({ maxRemovals: 7 }))).rejects.toThrow("guard.maxRemovals: 8 removals, at most 7");
  const allow = allowIn(refused);
  const fewer = await refusal(stack.preview(program(undefined, { "u0@example.com": "operator" })));
  expect(fewer).toContain("7 removals of 9");
  await expect(stack.up(program({ allow: allowIn(fewer) }))).rejects.toThrow("8 removals of 10");
  expect(writes()).toEqual([]);
  expect(await settled(stack, program({ allow }))).toEqual(["update"]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("guard");
  expect(await settled(stack, program())).toEqual(["same"]);
});

test.each(["remove", "disable"])(
  "the first up of a set that would %s most of the account is refused, and names everyone (google IAM)",
  async (unmanaged) => {
    const { stack, edit, writes } = setUp({}, 20);
    edit.modifyUser("u-ann", { roleID: "operator" });
    const refused = await refusal(stack.up([users(TEAM, { unmanaged })]));
    expect(refused).toContain("guard.maxRemovalFraction: 22 removals of 24");
    for (let n = 0; n < 20; n++) expect(refused).toContain(`u${n}@example.com (${unmanaged})`);
    expect(writes()).toEqual([]);
  },
);

test("reported users do not count for the fraction of a set's removals", async () => {
  const { stack } = setUp({}, 40);
  const eight = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, "operator"]));
  await stack.up([users(eight, { unmanaged: "report" })]);
  await expect(stack.preview([users({ "u0@example.com": "operator" }, { unmanaged: "report" })])).rejects.toThrow(
    "guard.maxRemovalFraction: 7 removals of 8",
  );
});

test("an admin leaves only once the new one is there, whatever fails", async () => {
  const { stack, faults, user } = setUp();
  const admins = (root: string, ann: string) => [users({ "root@example.com": root, "ann@example.com": ann })];
  await settled(stack, admins("full-access", "auditor"));
  const handover = admins("auditor", "full-access");
  faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "401", times: 1 });
  await expect(stack.up(handover)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins would be left of 1");
  expect(user("u-root")).toBe("full-access enabled");
  expect(await settled(stack, handover)).toEqual(["update"]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "full-access enabled"]);
});

test("members that fail do not stop the others, the run lists them all, and the next one writes only those", async () => {
  const { stack, faults, user, writes, clear } = setUp();
  const program = [users({ ...TEAM, "cas@example.com": "auditor" })];
  for (const id of ["u-ann", "u-cas"]) {
    faults.add({ match: { method: "POST", path: `/users/${id}` }, kind: "403-empty", times: 1 });
  }
  const failed = await refusal(stack.up(program));
  expect(failed).toMatch(/^user Ann@Example\.com: POST \/users\/u-ann: 403/m);
  expect(failed).toMatch(/^user cas@example\.com: POST \/users\/u-cas: 403/m);
  expect([user("u-ann"), user("u-bob")]).toEqual(["read-only enabled", "operator enabled"]);
  clear();
  expect(await settled(stack, program)).toEqual(["update"]);
  expect(writes().sort()).toEqual(["POST /users/u-ann", "POST /users/u-cas"]);
  expect([user("u-ann"), user("u-cas")]).toEqual(["auditor enabled", "auditor enabled"]);
});

test("a member whose removal failed stays in the state until it is done", async () => {
  const { stack, faults, user } = setUp();
  await settled(stack, [users(TEAM)]);
  faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up([users(BOB)])).rejects.toThrow("user Ann@Example.com");
  expect(stack.state[0]?.outputs.userIds).toHaveProperty(["ann@example.com"], "u-ann");
  expect(await settled(stack, [users(BOB)])).toEqual(["update"]);
  expect(user("u-ann")).toBe("read-only disabled");
});

test("an unknown role and an unknown user are refused at preview, each by its entry", async () => {
  const { stack, writes } = setUp();
  const program = [users({ "ann@example.com": "nobody-made-it", "zoe@example.com": "auditor" })];
  const refused = await refusal(stack.preview(program));
  expect(refused).toContain("users.ann@example.com: there is no role nobody-made-it");
  expect(refused).toContain("users.zoe@example.com: no user of this account has the email zoe@example.com");
  expect(writes()).toEqual([]);
});

test("a user in a set and alone is refused, and so is a single one beside a set that acts on all others", async () => {
  const { stack } = setUp();
  const alone = (email: string) => single({ email, roleId: "auditor" });
  await expect(stack.preview([users(TEAM), alone("ANN@example.com")])).rejects.toThrow(
    "declared twice: by 'team' and by 'one'",
  );
  const strict = users(TEAM, { unmanaged: "disable", exclude: ["root@*"] });
  await expect(stack.preview([strict, alone("cas@example.com")])).rejects.toThrow(
    "add this to its `exclude`, or declare it there",
  );
});

test("role ids that are not known yet at preview are no removals; up judges them", async () => {
  const { stack, log } = setUp({}, 8);
  const eight = (roleId: string) => [
    users(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, roleId]))),
  ];
  await stack.preview(eight(UNKNOWN));
  expect(log.text).toContain(
    "info: 8 users would get a role that is not known yet:\n  u0@example.com\n  u1@example.com",
  );
  expect(log.text).not.toContain("lose access");
  await expect(stack.up(eight("scanner"))).rejects.toThrow("guard.maxRemovalFraction: 8 removals of 8");
  await settled(stack, eight("auditor"));
  await stack.preview(eight(UNKNOWN));
  await expect(stack.preview([users({}, { allowEmpty: true })])).rejects.toThrow(
    "guard.maxRemovalFraction: 8 removals",
  );
});
