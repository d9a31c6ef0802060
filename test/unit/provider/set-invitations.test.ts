import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import type { Declaration } from "../../doubles/stack.js";
import { BOB, DAY, isSettled, roleSet, set, setUp, TEAM } from "./set-invitations-scene.js";

describe.each<Partial<Switches>>([
  {},
  { invitationsPaged: false, emailCase: "lower", unknownFields: true, listOrder: "shuffled" },
  { expiredInvitations: "hidden", modifySemantics: "replace", endOfList: "null", maxLimit: 2, largeLimit: "reject" },
  { acceptedInvitations: "listed", invitationState: "resent" },
])("a set invites whom the account lacks, with the emulator's switches %j", (switches) => {
  test("once, counts them as members, and takes them over without a difference", async () => {
    const { stack, sent, accept, user, log, world, userIds, steps } = setUp(switches);
    await stack.preview([set(TEAM)]);
    expect(log.text).toContain("info: 1 user would be sent an invitation: Eve@example.com (role auditor)");
    expect(world.emulator.writes()).toEqual([]);
    await stack.up([set(TEAM)]);
    expect(sent()).toEqual([{ email: "Eve@example.com", roleID: "auditor" }]);
    expect(stack.state[0]?.inputs.invitations).toEqual(["Eve@example.com (role auditor)"]);
    expect(stack.state[0]?.outputs).toMatchObject({ users: TEAM, ifMissing: "invite" });
    expect(userIds()).toEqual({ "bob@example.com": "u-bob", "Eve@example.com": "" });
    await isSettled(stack, [set(TEAM)]);
    expect(stack.state[0]?.inputs).not.toHaveProperty("invitations");
    expect(log.text).toMatch(
      /info: 1 user invited and yet to accept: Eve@example\.com \(role auditor, pending until \S+\)/,
    );

    accept();
    expect(await steps([set(TEAM)])).toEqual(["same"]);
    expect(await stack.up([set(TEAM)])).toEqual([{ op: "same", name: "team" }]);
    await isSettled(stack, [set(TEAM)]);
    expect(userIds()).toEqual({ "bob@example.com": "u-bob", "Eve@example.com": "u-eve" });
    expect(sent()).toHaveLength(1);
    await stack.up([set({ ...TEAM, "Eve@example.com": "operator" })]);
    expect(user("u-eve")).toBe("operator enabled");
    await stack.up([set(BOB)]);
    expect(user("u-eve")).toBe("read-only disabled");
    await isSettled(stack, [set(BOB)]);
  });

  test("again once an invitation has run out, whether or not a refresh has seen that", async () => {
    const { stack, sent, world, steps, log } = setUp(switches);
    await stack.up([set(TEAM)]);
    await world.clock.sleep(8 * DAY);
    log.lines.length = 0;
    expect(await steps([set(TEAM)])).toEqual(["update"]);
    expect(log.text).toContain("would be sent an invitation: Eve@example.com");
    await stack.up([set(TEAM)]);
    expect(sent()).toHaveLength(2);
    await isSettled(stack, [set(TEAM)]);
    await world.clock.sleep(8 * DAY);
    expect(await stack.refresh()).toEqual([{ op: "update", name: "team" }]);
    await stack.up([set(TEAM)]);
    expect(sent()).toHaveLength(3);
  });

  test("and keeps one whom it drops until the invitation was accepted; then it takes the access away", async () => {
    const { stack, accept, user, log, world, userIds } = setUp(switches);
    await stack.up([set(TEAM)]);
    log.lines.length = 0;
    await stack.up([set(BOB)]);
    expect(log.text).toMatch(
      /warning: 1 user dropped from the set can still accept an invitation, which the API cannot withdraw: Eve@example\.com \(role auditor, pending until \S+\)/,
    );
    expect(userIds()).toEqual({ "bob@example.com": "u-bob", "Eve@example.com": "" });
    await isSettled(stack, [set(BOB)]);
    accept();
    log.lines.length = 0;
    world.emulator.clearRequests();
    expect(await stack.preview([set(BOB)])).toEqual([{ op: "update", name: "team" }]);
    expect(log.text).toMatch(/warning: 1 user would lose access: eve@example\.com \(disable\)/i);
    expect(log.text).not.toContain("also takes away");
    expect(world.emulator.writes()).toEqual([]);
    await stack.up([set(BOB)]);
    expect(user("u-eve")).toBe("read-only disabled");
    expect(userIds()).toEqual({ "bob@example.com": "u-bob" });
    await isSettled(stack, [set(BOB)]);
  });
});

test("a person who is in the account already is given the role, not invited; the others are", async () => {
  const { stack, sent, user } = setUp();
  const team = { "BOB@example.com": { roleId: "auditor", state: "disabled" }, "zoe@example.com": "operator" };
  await stack.up([set(team)]);
  expect(sent()).toEqual([{ email: "zoe@example.com", roleID: "operator" }]);
  expect(user("u-bob")).toBe("auditor disabled");
  await isSettled(stack, [set(team)]);
});

test("a declared state goes with it and finds no difference, before and after", async () => {
  const { stack, accept } = setUp();
  const program = [set({ "eve@example.com": { roleId: "auditor", state: "enabled" } })];
  await stack.up(program);
  await isSettled(stack, program);
  accept();
  await isSettled(stack, program);
});

test("an invitation with an admin role is named as every gain of one is, and by the guard's own list of them", async () => {
  const { stack, log } = setUp();
  const team = { "eve@example.com": "full-access", "zoe@example.com": "auditor" };
  await stack.preview([set(team)]);
  expect(log.text).toContain("warning: 1 user would gain full-access: eve@example.com");
  log.lines.length = 0;
  await stack.preview([set(team, { guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("warning: 1 user would gain auditor: zoe@example.com");
});

test("an invited admin is none yet: the last one of the account stays", async () => {
  const { stack } = setUp();
  await stack.up([set({ "root@example.com": "full-access", "eve@example.com": "full-access" })]);
  const handover = set({ "root@example.com": "read-only", "eve@example.com": "full-access" });
  await expect(stack.up([handover])).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
});

test("a role that is not known yet is shown as such", async () => {
  const { stack, log } = setUp();
  await stack.preview([set({ "eve@example.com": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })]);
  expect(log.text).toContain("would be sent an invitation: eve@example.com (role not known yet)");
});

describe("a pending invitation that somebody else sent", () => {
  test("counts as present with the declared role, in whatever case", async () => {
    const { stack, sent, edit, log } = setUp();
    edit.invite({ email: "eve@EXAMPLE.com", roleID: "auditor" });
    await stack.preview([set(TEAM)]);
    expect(log.text).toContain("1 user invited and yet to accept: Eve@example.com");
    expect(log.text).not.toContain("would be sent");
    await stack.up([set(TEAM)]);
    expect(sent()).toEqual([]);
    await isSettled(stack, [set(TEAM)]);
  });

  test("with another role stops the set at preview, and both roles and the expiry are named", async () => {
    const { stack, edit, world } = setUp();
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    const refusal =
      /users\.Eve@example\.com: eve@example\.com has an invitation with the role operator that is pending until 20\S+Z, but the role auditor is declared/;
    await expect(stack.preview([set(TEAM)])).rejects.toThrow(refusal);
    await expect(stack.up([set(TEAM)])).rejects.toThrow(refusal);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("is none for a set that does not invite", async () => {
    const { stack, edit, world } = setUp();
    edit.invite({ email: "eve@example.com", roleID: "auditor" });
    await expect(stack.preview([set(TEAM, { ifMissing: "fail" })])).rejects.toThrow(
      /users\.Eve@example\.com: no user of this account has the email .* pending invitation .* or set ifMissing: "invite"/,
    );
    // Only a failure asks for them, to say why there is no user.
    const asked = () => world.emulator.requests.filter(({ path }) => path === "/invitations").length;
    expect(asked()).toBe(1);
    const { "Eve@example.com": _, ...present } = TEAM;
    await stack.preview([set(present, { ifMissing: "fail" })]);
    expect(asked()).toBe(1);
  });
});

describe("while an invitation is pending", () => {
  const asOperator = [set({ ...TEAM, "Eve@example.com": "operator" })];

  test("another declared role is refused and explained", async () => {
    const { stack, pending } = setUp();
    await stack.up([set(TEAM)]);
    const refusal =
      /has an invitation with the role auditor that is pending until \S+, but the role operator is declared/;
    await expect(stack.preview(asOperator)).rejects.toThrow(refusal);
    await expect(stack.up(asOperator)).rejects.toThrow(refusal);
    expect(pending()).toEqual(["Eve@example.com auditor"]);
  });

  test("another declared role is given to whoever has accepted meanwhile, without a refresh before", async () => {
    const { stack, accept, user } = setUp();
    await stack.up([set(TEAM)]);
    accept();
    expect(await stack.up(asOperator)).toEqual([{ op: "update", name: "team" }]);
    expect(user("u-eve")).toBe("operator enabled");
    await isSettled(stack, asOperator);
  });

  test("another declared role goes with a new invitation if the former one has run out", async () => {
    const { stack, world, sent } = setUp();
    await stack.up([set(TEAM)]);
    await world.clock.sleep(8 * DAY);
    await stack.up(asOperator);
    expect(sent().at(-1)).toEqual({ email: "Eve@example.com", roleID: "operator" });
  });

  test("an invitation that is replaced by hand, with another role, shows at refresh", async () => {
    const { stack, withdraw, edit } = setUp();
    await stack.up([set(TEAM)]);
    withdraw();
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    expect(await stack.refresh()).toEqual([{ op: "update", name: "team" }]);
    await expect(stack.preview([set(TEAM)])).rejects.toThrow("has an invitation with the role operator");
  });

  test.each([true, false])("one that was withdrawn by hand is sent again (after a refresh: %s)", async (refresh) => {
    const { stack, withdraw, sent } = setUp();
    await stack.up([set(TEAM)]);
    withdraw();
    expect(await stack.up([set(TEAM)], { refresh })).toContainEqual({ op: "update", name: "team" });
    expect(sent()).toHaveLength(2);
    await isSettled(stack, [set(TEAM)]);
  });

  test("ifMissing may go back to fail: nobody is lost, and nothing is sent", async () => {
    const { stack, sent, accept, userIds } = setUp();
    await stack.up([set(TEAM)]);
    const program = [set(TEAM, { ifMissing: "fail" })];
    expect(await stack.up(program)).toEqual([{ op: "update", name: "team" }]);
    await isSettled(stack, program);
    accept();
    await isSettled(stack, program);
    expect(userIds()).toHaveProperty(["Eve@example.com"], "u-eve");
    expect(sent()).toHaveLength(1);
  });

  test("under another Pulumi name the set holds the same people, and sends nothing", async () => {
    const { stack, sent } = setUp();
    await stack.up([set(TEAM, { deletionPolicy: "apply" })]);
    await stack.up([set(TEAM, { deletionPolicy: "apply" }, "second")]);
    expect(stack.state.map(({ name }) => name)).toEqual(["second"]);
    await isSettled(stack, [set(TEAM, { deletionPolicy: "apply" }, "second")]);
    expect(sent()).toHaveLength(1);
  });

  test("a person moves from a single assignment to a set and back without a write", async () => {
    const { stack, world } = setUp();
    const single: Declaration = {
      class: "UserAssignment",
      name: "eve",
      inputs: { email: "eve@example.com", roleId: "auditor", ifMissing: "invite" },
    };
    await stack.up([single]);
    world.emulator.clearRequests();
    await stack.up([set({ "Eve@example.com": "auditor" })]);
    await isSettled(stack, [set({ "Eve@example.com": "auditor" })]);
    await stack.up([single, set({}, { allowEmpty: true })]);
    await isSettled(stack, [single, set({}, { allowEmpty: true })]);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("a role that its set drops waits for the invitation as for any holder", async () => {
    const { stack, world, log } = setUp({ deleteRoleInUse: "allowed" });
    const before = [roleSet(["auditor", "operator"]), set(TEAM)];
    await stack.up(before);
    log.lines.length = 0;
    await stack.up([roleSet(["operator"]), set(BOB)]);
    expect(log.text).toContain("role auditor is dropped but still held by invitation of Eve@example.com");
    expect(world.emulator.store.roles.has("auditor")).toBe(true);
    await world.clock.sleep(8 * DAY);
    await stack.up([roleSet(["operator"]), set(BOB)]);
    expect(world.emulator.store.roles.has("auditor")).toBe(false);
  });
});
