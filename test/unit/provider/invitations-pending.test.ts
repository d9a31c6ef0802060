import { describe, expect, test } from "@jest/globals";
import { single } from "../../doubles/declarations.js";
import { DAY, ops } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import { BOB, EVE, FORMS, setUp, TEAM, team } from "./invitations-scene.js";

const SHOWN = {
  alone: {
    present:
      /info: Eve@example.com has an invitation with the role auditor that is pending until \S+: none would be sent\./,
    stored: { id: "invitation/eve@example.com", outputs: { email: EVE, invitation: "i1" } },
    property: "roleId",
    taken: { id: "invitation/eve@example.com", outputs: { userId: "u-eve" } },
    withdrawn: [{ refresh: true, op: "create" }],
    invites: (roleId: string) =>
      `warning: Eve@example.com is not a user of the account: an invitation with the role ${roleId} would be sent.`,
  },
  "in a set": {
    present: /1 user invited but not accepted yet: Eve@example.com/,
    stored: { outputs: { userIds: { [EVE]: "" } } },
    property: `users.${EVE}`,
    taken: { outputs: { userIds: { [EVE]: "u-eve" } } },
    withdrawn: [
      { refresh: true, op: "update" },
      { refresh: false, op: "update" },
    ],
    invites: (roleId: string) => `1 user would be sent an invitation: Eve@example.com (role ${roleId})`,
  },
};

describe.each(FORMS)("someone with an invitation, declared $form", ({ form, eve }) => {
  const { present, stored, property, taken, withdrawn, invites } = SHOWN[form];
  const asOperator = [eve({ roleId: "operator" })];

  test("is not invited again if someone else invited them with the declared role, in whatever case", async () => {
    const { stack, sent, edit, log } = setUp();
    edit.invite({ id: "i1", email: "eve@EXAMPLE.com", roleID: "auditor" });
    await stack.preview([eve()]);
    expect(log.text).toMatch(present);
    expect(log.text).not.toMatch(/role auditor would be sent|would be sent an invitation/);
    await stack.up([eve()]);
    expect(sent()).toEqual([]);
    expect(stack.state[0]).toMatchObject(stored);
    await isSettled(stack, [eve()]);
  });

  test("is refused at preview and at up if someone else invited them with another role: both roles are named", async () => {
    const { stack, edit, writes } = setUp();
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    const refusal =
      /eve@example.com has an invitation with the role operator that is pending until 20\S+Z, but the role auditor is declared\. The API has no call to change or withdraw an invitation: declare operator until/;
    await expect(stack.preview([eve()])).rejects.toThrow(refusal);
    await expect(stack.preview([eve()])).rejects.toThrow(property);
    await expect(stack.up([eve()])).rejects.toThrow(refusal);
    expect(writes()).toEqual([]);
  });

  test("cannot get another role while it is pending: preview and up say why", async () => {
    const { stack, pending } = setUp();
    await stack.up([eve()]);
    const refusal =
      /Eve@example.com has an invitation with the role auditor that is pending until \S+, but the role operator is declared/;
    await expect(stack.preview(asOperator)).rejects.toThrow(refusal);
    await expect(stack.up(asOperator)).rejects.toThrow(refusal);
    expect(pending()).toEqual(["Eve@example.com auditor"]);
  });

  test("gets another declared role if they have accepted meanwhile, without a refresh before", async () => {
    const { stack, accept, user, previewed } = setUp();
    await stack.up([eve()]);
    accept();
    expect(ops(await stack.up(asOperator))).toEqual(["update"]);
    expect(user("u-eve")).toBe("operator enabled");
    expect(stack.state[0]).toMatchObject(taken);
    expect(await previewed(asOperator)).toEqual(["same"]);
    await isSettled(stack, asOperator);
    if (form === "alone") expect(stack.state[0]?.id).toBe("u-eve");
  });

  test.each([{ roleId: "operator" }, { state: "enabled" }])(
    "gets another invitation once it has expired, and preview says so: %j",
    async (changes) => {
      const { stack, world, said, sent } = setUp();
      await stack.up([eve()]);
      await world.clock.sleep(8 * DAY);
      const { roleId = "auditor" } = changes;
      expect((await said(() => stack.preview([eve(changes)]))).join("\n")).toContain(invites(roleId));
      await stack.up([eve(changes)]);
      expect(sent()).toEqual([
        { email: EVE, roleID: "auditor" },
        { email: EVE, roleID: roleId },
      ]);
    },
  );

  test("is shown at refresh with another role if someone replaced the invitation by hand", async () => {
    const { stack, edit, withdraw } = setUp();
    await stack.up([eve()]);
    withdraw();
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    expect(ops(await stack.refresh())).toEqual(["update"]);
    await expect(stack.preview([eve()])).rejects.toThrow("has an invitation with the role operator");
  });

  test.each(withdrawn)("is invited again if someone withdrew it by hand: %j", async ({ refresh, op }) => {
    const { stack, withdraw, sent } = setUp();
    await stack.up([eve()]);
    withdraw();
    expect(ops(await stack.up([eve()], { refresh }))).toEqual([op]);
    expect(sent()).toHaveLength(2);
    await isSettled(stack, [eve()]);
  });

  test("stays invited under another Pulumi name", async () => {
    const { stack, sent } = setUp();
    const policy = form === "alone" ? {} : { deletionPolicy: "apply" };
    await stack.up([eve(policy)]);
    await stack.up([eve(policy, "second")]);
    expect(stack.state.map(({ name }) => name)).toEqual(["second"]);
    await isSettled(stack, [eve(policy, "second")]);
    expect(sent()).toHaveLength(1);
  });

  test("is not lost and gets nothing more if ifMissing goes back to fail", async () => {
    const { stack, sent, accept } = setUp();
    await stack.up([eve()]);
    const program = [eve({ ifMissing: "fail" })];
    expect(ops(await stack.up(program))).toEqual(["update"]);
    await isSettled(stack, program);
    accept();
    await isSettled(stack, program);
    expect(JSON.stringify(stack.state[0]?.outputs)).toContain("u-eve");
    expect(sent()).toHaveLength(1);
  });
});

test("someone who has accepted is the same person if they are declared by userId", async () => {
  const { stack, accept, previewed } = setUp();
  await stack.up([single({ email: EVE, roleId: "auditor", ifMissing: "invite" })]);
  accept();
  const program = [single({ userId: "u-eve", roleId: "auditor" })];
  expect(ops(await stack.up(program))).toEqual(["update"]);
  await stack.refresh();
  expect(await previewed(program)).toEqual(["same"]);
  expect(stack.state[0]?.id).toBe("u-eve");
});

test("another address or id is another person than the one who is invited", async () => {
  const { stack, previewed } = setUp();
  const one = (who: object) => [single({ roleId: "auditor", ifMissing: "invite", ...who })];
  await stack.up(one({ email: EVE }));
  expect(await previewed(one({ email: "mallory@example.com" }))).toEqual(["replace"]);
  expect(await previewed(one({ userId: "u-bob", ifMissing: undefined }))).toEqual(["replace"]);
});

test("someone who is invited moves from a single assignment to a set and back without a write", async () => {
  const { stack, writes, clear } = setUp();
  const alone = single({ email: "eve@example.com", roleId: "auditor", ifMissing: "invite" });
  await stack.up([alone]);
  clear();
  for (const program of [[team({ [EVE]: "auditor" })], [alone, team({}, { allowEmpty: true })]]) {
    await stack.up(program);
    await isSettled(stack, program);
  }
  expect(writes()).toEqual([]);
});

test("a set that does not invite fails, and asks for invitations only to say why there is no user", async () => {
  const { stack, edit, world } = setUp();
  edit.invite({ email: "eve@example.com", roleID: "auditor" });
  await expect(stack.preview([team(TEAM, { ifMissing: "fail" })])).rejects.toThrow(
    /users\.Eve@example\.com: no user of this account has the email .* pending invitation .* or set ifMissing: "invite"/,
  );
  const asked = () => world.emulator.requests.filter(({ path }) => path === "/invitations").length;
  expect(asked()).toBe(1);
  await stack.preview([team(BOB, { ifMissing: "fail" })]);
  expect(asked()).toBe(1);
});
