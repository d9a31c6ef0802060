import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { DAY, eve, setUp } from "./invitations-scene.js";

describe.each<Partial<Switches>>([
  {},
  { invitationsPaged: false, emailCase: "lower", unknownFields: true },
  { expiredInvitations: "hidden", modifySemantics: "replace", endOfList: "null" },
  { acceptedInvitations: "listed", invitationState: "pending" },
])("an invited person, with the emulator's switches %j", (switches) => {
  test("is invited once, accepts, and is taken over without a difference", async () => {
    const { stack, sent, accept, user, steps, log, world } = setUp(switches);
    await stack.preview([eve()]);
    expect(log.text).toContain(
      "info: Eve@example.com is no user of the account: an invitation with the role auditor would be sent.",
    );
    expect(sent()).toEqual([]);
    await stack.up([eve()]);
    expect(sent()).toEqual([{ email: "Eve@example.com", roleID: "auditor" }]);
    expect(stack.state[0]).toMatchObject({
      id: "invitation/eve@example.com",
      outputs: { userId: "", email: "Eve@example.com", displayName: "", roleId: "auditor", ifMissing: "invite" },
    });
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "same", name: "eve" }]);
    expect(await stack.up([eve()])).toEqual([{ op: "same", name: "eve" }]);

    accept();
    world.emulator.clearRequests();
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "same", name: "eve" }]);
    expect(stack.state[0]).toMatchObject({
      id: "eve-id",
      outputs: { userId: "eve-id", displayName: "Eve", roleId: "auditor" },
    });
    expect(stack.state[0]?.outputs).not.toHaveProperty("invitation");
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.up([eve({ roleId: "operator" })])).toEqual([{ op: "update", name: "eve" }]);
    expect(user()).toBe("operator enabled");
    await stack.destroy();
    expect(user()).toBe("read-only disabled");
    expect(sent()).toEqual([]);
  });

  test("past its expiry the invitation is absent: the next run sends another", async () => {
    const { stack, sent, world, steps } = setUp(switches);
    await stack.up([eve()]);
    await world.clock.sleep(8 * DAY);
    expect(await steps([eve()])).toEqual(["same"]);
    expect(await stack.refresh()).toEqual([{ op: "delete", name: "eve" }]);
    await stack.up([eve()]);
    expect(sent()).toHaveLength(2);
  });
});

test("a declared state goes with it and finds no difference, before and after", async () => {
  const { stack, accept, steps } = setUp();
  const program = [eve({ state: "enabled" })];
  await stack.up(program);
  expect(await steps(program)).toEqual(["same"]);
  accept();
  await stack.refresh();
  expect(await steps(program)).toEqual(["same"]);
});

test("somebody who is a user already is assigned, not invited", async () => {
  const { stack, sent } = setUp();
  await stack.up([eve({ email: "BOB@example.com" })]);
  expect(sent()).toEqual([]);
  expect(stack.state[0]).toMatchObject({ id: "bob", outputs: { roleId: "auditor" } });
});

test("an invitation with an admin role is warned of", async () => {
  const { stack, log } = setUp();
  await stack.preview([eve({ roleId: "full-access" })]);
  expect(log.text).toContain(
    "warning: Eve@example.com is no user of the account: an invitation with the role full-access would be sent. This is an admin role.",
  );
});

test("which roles are admin roles is the guard's to say", async () => {
  const { stack, log, edit } = setUp();
  await stack.preview([eve({ guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("an invitation with the role auditor would be sent. This is an admin role.");
  edit.addUser({ email: "eve@example.com", roleID: "read-only" });
  await stack.preview([eve({ guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("gains an admin role: role read-only → auditor");
});

test("a role that is not known yet is shown as such", async () => {
  const { stack, log } = setUp();
  await stack.preview([eve({ roleId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })]);
  expect(log.text).toContain("an invitation with a role that is not known yet would be sent");
});
