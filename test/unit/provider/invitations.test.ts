import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { single } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { DAY, ops, UNKNOWN } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import { EVE, FORMS, setUp } from "./invitations-scene.js";

const SWITCHES: Partial<Switches>[] = [
  {},
  { invitationsPaged: false, emailCase: "lower", unknownFields: true, listOrder: "shuffled" },
  { expiredInvitations: "hidden", modifySemantics: "replace", endOfList: "null", maxLimit: 2, largeLimit: "reject" },
  { acceptedInvitations: "listed", invitationState: "pending" },
  { acceptedInvitations: "listed", invitationState: "resent" },
];

/** What each form says and stores of Eve, and how it sees that an invitation has expired. */
const SHOWN = {
  alone: {
    invites: "info: Eve@example.com is not a user of the account: an invitation with the role auditor would be sent.",
    invited: {
      id: "invitation/eve@example.com",
      outputs: { userId: "", email: EVE, displayName: "", roleId: "auditor", ifMissing: "invite" },
    },
    waits: "",
    accepted: { id: "u-eve", outputs: { userId: "u-eve", displayName: "Eve", roleId: "auditor" } },
    expired: { preview: "same", refresh: "delete", up: "create" },
  },
  "in a set": {
    invites: "info: 1 user would be sent an invitation: Eve@example.com (role auditor)",
    invited: {
      inputs: { invitations: ["Eve@example.com (role auditor)"] },
      outputs: { users: { [EVE]: { roleId: "auditor" } }, userIds: { [EVE]: "" }, ifMissing: "invite" },
    },
    waits: /info: 1 user invited but not accepted yet: Eve@example\.com \(role auditor, pending until \S+\)/,
    accepted: { outputs: { userIds: { [EVE]: "u-eve" } } },
    expired: { preview: "update", refresh: "update", up: "update" },
  },
};

const CASES = FORMS.flatMap((form) => SWITCHES.map((switches) => ({ ...form, switches })));

describe.each(CASES)("someone who is invited $form, with the emulator's switches $switches", (one) => {
  const { form, switches, eve, dropped } = one;
  const { invites, invited, waits, accepted, expired } = SHOWN[form];

  test("is invited once, accepts, and is taken over without a difference", async () => {
    const { stack, sent, accept, user, log, writes, previewed } = setUp(switches);
    await stack.preview([eve()]);
    expect(log.text).toContain(invites);
    expect(writes()).toEqual([]);
    await stack.up([eve()]);
    expect(stack.state[0]).toMatchObject(invited);
    await isSettled(stack, [eve()]);
    expect(log.text).toMatch(waits);

    accept();
    expect(await previewed([eve()])).toEqual(["same"]);
    expect(ops(await stack.up([eve()]))).toEqual(["same"]);
    await isSettled(stack, [eve()]);
    expect(stack.state[0]).toMatchObject(accepted);
    expect(stack.state[0]?.outputs).not.toHaveProperty("invitation");
    expect(stack.state[0]?.inputs).not.toHaveProperty("invitations");
    expect(ops(await stack.up([eve({ roleId: "operator" })]))).toEqual(["update"]);
    expect(user("u-eve")).toBe("operator enabled");
    await stack.up(dropped({ ifMissing: "invite" }));
    expect(user("u-eve")).toBe("read-only disabled");
    expect(sent()).toEqual([{ email: EVE, roleID: "auditor" }]);
  });

  test("is invited again once the invitation has expired", async () => {
    const { stack, sent, world, previewed } = setUp(switches);
    await stack.up([eve()]);
    await world.clock.sleep(8 * DAY);
    expect(await previewed([eve()])).toEqual([expired.preview]);
    expect(ops(await stack.refresh())).toEqual([expired.refresh]);
    expect(ops(await stack.up([eve()]))).toEqual([expired.up]);
    expect(sent()).toHaveLength(2);
    await isSettled(stack, [eve()]);
  });
});

describe.each(FORMS)("someone who is invited $form", ({ form, eve }) => {
  test("may have a declared state, which makes no difference before and after", async () => {
    const { stack, accept } = setUp();
    const program = [eve({ state: "enabled" })];
    await stack.up(program);
    await isSettled(stack, program);
    accept();
    await isSettled(stack, program);
  });

  test("is named in a warning if the role is an admin role, which is the guard's to say", async () => {
    const says = {
      alone:
        "warning: Eve@example.com is not a user of the account: an invitation with the role ROLE would be sent. This is an admin role.",
      "in a set": "warning: 1 user would gain ROLE: Eve@example.com",
    }[form];
    const { stack, log } = setUp();
    await stack.preview([eve({ roleId: "full-access" })]);
    expect(log.text).toContain(says.replace("ROLE", "full-access"));
    await stack.preview([eve({ guard: { adminRoles: ["auditor"] } })]);
    expect(log.text).toContain(says.replace("ROLE", "auditor"));
  });

  test("may get a role that is not known yet", async () => {
    const { stack, log } = setUp();
    await stack.preview([eve({ roleId: UNKNOWN })]);
    expect(log.text).toContain(
      {
        alone: "an invitation with a role that is not known yet would be sent",
        "in a set": "would be sent an invitation: Eve@example.com (role not known yet)",
      }[form],
    );
  });
});

test.each(USER_FORMS)(
  "someone who is in the account is not invited but assigned the role, declared $form",
  async ({ declare }) => {
    const { stack, sent, user } = setUp();
    await stack.up([declare("BOB@example.com", { roleId: "auditor", ifMissing: "invite" })]);
    expect(sent()).toEqual([]);
    expect(user("u-bob")).toBe("auditor enabled");
  },
);

test("the guard decides which roles are admin roles, for existing users too", async () => {
  const { stack, log, edit } = setUp();
  edit.addUser({ email: "eve@example.com", roleID: "read-only" });
  await stack.preview([single({ email: EVE, roleId: "auditor", guard: { adminRoles: ["auditor"] } })]);
  expect(log.text).toContain("gains an admin role: role read-only → auditor");
});
