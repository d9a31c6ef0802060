import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const DAY = 86_400_000;
const STATES = ["invited", "Invited", "pending", "resent"] as const;

const auditor: Declaration = {
  class: "Role",
  name: "auditor",
  inputs: { roleId: "auditor", name: "Auditor", serviceRoleURNs: [READ] },
};
const eve: Declaration = {
  class: "UserAssignment",
  name: "eve",
  inputs: { email: "eve@example.com", roleId: "read-only", ifMissing: "invite" },
};

function setUp(switches: Partial<Switches>, users = 0) {
  const world = new World({
    switches: { deleteRoleInUse: "allowed", duplicateInvitation: "allowed", maxLimit: 100, ...switches },
    seed: {
      users: Array.from({ length: users + 1 }, (_, n) => ({ email: `u${n}@example.com`, roleID: "full-access" })),
    },
  });
  const { edit, store } = world.emulator;
  return { world, edit, store, stack: new Stack(() => world.session()) };
}

test.each(STATES)("an invitation that is %s holds its role until it expires", async (invitationState) => {
  const { world, stack, edit, store } = setUp({ invitationState });
  await stack.up([auditor]);
  edit.invite({ email: "new@example.com", roleID: "auditor" });
  await expect(stack.destroy()).rejects.toThrow("it is still held by invitation of new@example.com");
  expect(store.roles.has("auditor")).toBe(true);
  await world.clock.sleep(8 * DAY);
  await stack.destroy();
  expect(store.roles.has("auditor")).toBe(false);
});

test.each(STATES)("an address with an invitation that is %s gets no other one", async (invitationState) => {
  const { world, stack, edit, store } = setUp({ invitationState });
  edit.invite({ email: "Eve@example.com", roleID: "read-only" });
  await stack.up([eve]);
  expect(store.invitations.size).toBe(1);
  const other = { ...eve, inputs: { ...eve.inputs, roleId: "full-access" } };
  await expect(new Stack(() => world.session()).up([other])).rejects.toThrow(
    "has an invitation with the role read-only",
  );
  expect(store.invitations.size).toBe(1);
});

test.each([0, 150])(
  "an accepted invitation that stays listed holds nothing once its user is there (%i others)",
  async (users) => {
    const { stack, edit, store } = setUp({ acceptedInvitations: "listed" }, users);
    await stack.up([auditor]);
    const { id } = edit.invite({ email: "new@example.com", roleID: "auditor" });
    const user = edit.acceptInvitation(id);
    await expect(stack.destroy()).rejects.toThrow("it is still held by user new@example.com");
    edit.modifyUser(user.id, { roleID: "read-only" });
    await stack.destroy();
    expect(store.roles.has("auditor")).toBe(false);
    expect(store.invitations.get(id)?.state).toBe("accepted");
  },
);

test("an accepted invitation without its user holds the role until it expires: what `accepted` means is not documented", async () => {
  const { world, stack, edit, store } = setUp({ acceptedInvitations: "listed" });
  await stack.up([auditor]);
  const { id } = edit.invite({ email: "new@example.com", roleID: "auditor" });
  edit.removeUser(edit.acceptInvitation(id).id);
  await expect(stack.destroy()).rejects.toThrow("it is still held by invitation of new@example.com (accepted)");
  await world.clock.sleep(8 * DAY);
  await stack.destroy();
  expect(store.roles.has("auditor")).toBe(false);
});
