import { expect, test } from "@jest/globals";
import { entry, roles } from "../../doubles/declarations.js";
import { DAY, FOREVER, ops } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { BOB, EVE, setUp, TEAM, team } from "./invitations-scene.js";

test("a set keeps someone it drops until they have accepted the invitation, and then takes the access away", async () => {
  const { stack, accept, user, said, userIds, writes, clear } = setUp();
  await stack.up([team(TEAM)]);
  expect((await said(() => stack.up([team(BOB)]))).join("\n")).toMatch(
    /warning: 1 user dropped from the set can still accept an invitation, which the API cannot withdraw: Eve@example\.com \(role auditor, pending until \S+\)/,
  );
  expect(userIds()).toEqual({ "bob@example.com": "u-bob", [EVE]: "" });
  await isSettled(stack, [team(BOB)]);
  accept();
  clear();
  const text = (await said(async () => expect(ops(await stack.preview([team(BOB)]))).toEqual(["update"]))).join("\n");
  expect(text).toMatch(/warning: 1 user would lose access: eve@example\.com \(disable\)/i);
  expect(text).not.toContain("also takes away");
  expect(writes()).toEqual([]);
  await stack.up([team(BOB)]);
  expect(user("u-eve")).toBe("read-only disabled");
  expect(userIds()).toEqual({ "bob@example.com": "u-bob" });
  await isSettled(stack, [team(BOB)]);
});

test("a set invites again once an invitation has expired, though no refresh has seen that", async () => {
  const { stack, sent, world, said } = setUp();
  await stack.up([team(TEAM)]);
  await world.clock.sleep(8 * DAY);
  const lines = await said(async () => expect(ops(await stack.preview([team(TEAM)]))).toEqual(["update"]));
  expect(lines.join("\n")).toContain("would be sent an invitation: Eve@example.com");
  await stack.up([team(TEAM)]);
  expect(sent()).toHaveLength(2);
  await isSettled(stack, [team(TEAM)]);
});

test("a set invites members who are not in the account, and gives the others their role and state", async () => {
  const { stack, sent, user } = setUp();
  const members = { "BOB@example.com": { roleId: "auditor", state: "disabled" }, "zoe@example.com": "operator" };
  await stack.up([team(members)]);
  expect(sent()).toEqual([{ email: "zoe@example.com", roleID: "operator" }]);
  expect(user("u-bob")).toBe("auditor disabled");
  await isSettled(stack, [team(members)]);
});

test("someone invited to an admin role is no admin yet: the last one of the account stays", async () => {
  const { stack } = setUp();
  const admins = (root: string) => [team({ "root@example.com": root, "eve@example.com": "full-access" })];
  await stack.up(admins("full-access"));
  await expect(stack.up(admins("read-only"))).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
});

test("a role that its set drops waits for the invitation as for any holder", async () => {
  const { stack, world, store, said } = setUp({ deleteRoleInUse: "allowed" });
  const operator = entry(READ);
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator }, { adopt: "overwrite" }), team(TEAM)]);
  const smaller = [roles({ operator }, { adopt: "overwrite" }), team(BOB)];
  expect((await said(() => stack.up(smaller))).join("\n")).toContain(
    "role auditor is dropped but still held by invitation of Eve@example.com",
  );
  expect(store.roles.has("auditor")).toBe(true);
  await world.clock.sleep(8 * DAY);
  await stack.up(smaller);
  expect(store.roles.has("auditor")).toBe(false);
});

test("one invitation that fails does not stop the others, and the next run sends only that one", async () => {
  const { stack, faults, sent, user, userIds, clear } = setUp();
  const program = [team({ ...TEAM, "zoe@example.com": "operator" })];
  faults.add({ match: { method: "POST", path: "/invitations" }, kind: "403-empty", times: 1 });
  await expect(stack.up(program)).rejects.toThrow(/^user Eve@example\.com: POST \/invitations: 403/);
  expect(user("u-bob")).toBe("operator enabled");
  expect(userIds()).toEqual({ "bob@example.com": "u-bob", "zoe@example.com": "" });
  clear();
  await stack.up(program);
  expect(sent()).toEqual([{ email: EVE, roleID: "auditor" }]);
  await isSettled(stack, program);
});

test("200 people to invite cost one request each, and a handful of lists", async () => {
  const { stack, world, sent } = setUp();
  const many = Array.from({ length: 200 }, (_, n) => [`new${n}@example.com`, "operator"]);
  await stack.up([team(Object.fromEntries(many))]);
  expect(sent()).toHaveLength(200);
  expect(world.emulator.requests.length - 200).toBeLessThan(20);
});

test("a set that has no one to invite never asks for invitations, which its key may not be allowed to read", async () => {
  const { stack, world, faults } = setUp();
  faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: FOREVER });
  await stack.up([team(BOB)]);
  await isSettled(stack, [team(BOB)]);
  await stack.up([team({}, { allowEmpty: true })]);
  expect(world.emulator.requests.filter(({ path }) => path === "/invitations")).toEqual([]);
});

test.each([{ removed: "retain", deletionPolicy: "apply" }, {}])(
  "the deletion of a set with %j leaves an invitation pending",
  async (policies) => {
    const { stack, pending } = setUp();
    await stack.up([team(TEAM, policies)]);
    await stack.destroy();
    expect([stack.state, pending()]).toEqual([[], ["Eve@example.com auditor"]]);
  },
);

test('the deletion of a set with "apply" fails while an invitation is pending, but does the rest', async () => {
  const { stack, user, pending } = setUp();
  await stack.up([team(TEAM, { deletionPolicy: "apply" })]);
  await expect(stack.destroy()).rejects.toThrow("user Eve@example.com: Eve@example.com has an invitation");
  expect([user("u-bob"), pending()]).toEqual(["read-only disabled", ["Eve@example.com auditor"]]);
});
