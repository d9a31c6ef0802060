import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { role } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { DAY, setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";

const STATES = ["invited", "Invited", "pending", "resent"] as const;

const auditor = role("auditor", [READ]);

function setUp(switches: Partial<Switches>, users = 0) {
  return setScene({
    switches: { deleteRoleInUse: "allowed", duplicateInvitation: "allowed", maxLimit: 100, ...switches },
    seed: {
      users: Array.from({ length: users + 1 }, (_, n) => ({ email: `u${n}@example.com`, roleID: "full-access" })),
    },
  });
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

test.each(STATES.flatMap((invitationState) => USER_FORMS.map((one) => ({ ...one, invitationState }))))(
  "an address with an invitation that is $invitationState gets no other one, declared $form",
  async ({ invitationState, declare }) => {
    const { world, stack, edit, store } = setUp({ invitationState });
    const eve = (roleId: string) => [declare("eve@example.com", { roleId, ifMissing: "invite" })];
    edit.invite({ email: "Eve@example.com", roleID: "read-only" });
    await stack.up(eve("read-only"));
    expect(store.invitations.size).toBe(1);
    await expect(new Stack(() => world.session()).up(eve("full-access"))).rejects.toThrow(
      "has an invitation with the role read-only",
    );
    expect(store.invitations.size).toBe(1);
  },
);

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

test("an accepted invitation without its user holds the role until it expires: `accepted` is not documented", async () => {
  const { world, stack, edit, store } = setUp({ acceptedInvitations: "listed" });
  await stack.up([auditor]);
  const { id } = edit.invite({ email: "new@example.com", roleID: "auditor" });
  edit.removeUser(edit.acceptInvitation(id).id);
  await expect(stack.destroy()).rejects.toThrow("it is still held by invitation of new@example.com (accepted)");
  await world.clock.sleep(8 * DAY);
  await stack.destroy();
  expect(store.roles.has("auditor")).toBe(false);
});
