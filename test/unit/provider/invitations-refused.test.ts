import { describe, expect, test } from "@jest/globals";
import { TransportError } from "../../../provider/client/index.js";
import { single } from "../../doubles/declarations.js";
import { FOREVER, UNKNOWN } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { BOB, EVE, FORMS, setUp, TEAM, team } from "./invitations-scene.js";

const alone = (changes: object, name?: string) =>
  single({ email: EVE, roleId: "auditor", ifMissing: "invite", ...changes }, name);

test.each([
  [alone({ state: "disabled" }), /state: "disabled" cannot be combined with ifMissing: "invite"/],
  [alone({ email: undefined, userId: "u-bob" }), /ifMissing: "invite" needs the email/],
  [alone({ ifMissing: "create" }), /ifMissing: "create": ifMissing must be "fail" or "invite"/],
  [team(TEAM, { ifMissing: "create" }), /ifMissing must be "fail" or "invite"/],
  [team(TEAM, { ifMissing: UNKNOWN }), /ifMissing: it decides who loses what, so it must be known at preview/],
])("%j is refused at preview", async (declaration, message) => {
  const { stack, world } = setUp();
  await expect(stack.preview([declaration])).rejects.toThrow(message);
  expect(world.emulator.requests).toEqual([]);
});

test("two declarations of one address are refused, so that there is one invitation for it", async () => {
  const { stack } = setUp();
  const program = [alone({}), alone({ email: "EVE@EXAMPLE.COM" }, "two")];
  await expect(stack.preview(program)).rejects.toThrow(/declared twice: by 'one' and by 'two'/);
});

test.each([false, true])(
  'a set refuses state: "disabled" for someone who is no user (invited: %s) at preview',
  async (isInvited) => {
    const { stack, writes, edit } = setUp();
    if (isInvited) edit.invite({ email: "eve@example.com", roleID: "auditor" });
    const members = { ...BOB, "eve@example.com": { roleId: "auditor", state: "disabled" } };
    await expect(stack.preview([team(members)])).rejects.toThrow(
      /users\.eve@example\.com: no user of this account has the email eve@example\.com.*, and state: "disabled" cannot be combined with ifMissing: "invite"/,
    );
    expect(writes()).toEqual([]);
  },
);

test("a member who is declared disabled is not invited if the list leaves disabled users out", async () => {
  const { stack, user, sent, previewed } = setUp({ usersIncludeDisabled: false });
  const bob = (roleId: string) => [team({ "bob@example.com": { roleId, state: "disabled" } })];
  await stack.up(bob("operator"));
  expect(await previewed(bob("operator"))).toEqual(["same"]);
  await stack.up(bob("auditor"));
  expect(user("u-bob")).toBe("auditor disabled");
  expect(sent()).toEqual([]);
});

describe.each(FORMS)("an invitation of someone who is declared $form", ({ form, eve }) => {
  test("is not sent if the role does not exist", async () => {
    const { stack, writes } = setUp();
    const reason = {
      alone: /there is no role none in the account\. No one was invited/,
      "in a set": /users.Eve@example.com: there is no role none in the account/,
    }[form];
    await expect(stack.up([eve({ roleId: "none" })])).rejects.toThrow(reason);
    expect(writes()).toEqual([]);
  });

  test("is refused by readOnly", async () => {
    const { world } = setUp();
    const stack = new Stack(() => world.session({ readOnly: true }));
    await expect(stack.up([eve()])).rejects.toThrow(/POST \/invitations was not sent: cloudone:readOnly/);
  });

  test("fails with the words of a server that refuses it", async () => {
    const { stack, faults } = setUp();
    faults.add({ match: { method: "POST", path: "/invitations" }, kind: "403-empty" });
    await expect(stack.up([eve()])).rejects.toThrow("POST /invitations: 403 Forbidden");
  });

  test("stays in the state if a refresh cannot read the lists, and no other is sent", async () => {
    const { stack, faults, writes, clear } = setUp();
    await stack.up([eve()]);
    const before = structuredClone(stack.state);
    clear();
    faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: FOREVER });
    await expect(stack.refresh()).rejects.toThrow("GET /invitations: 403 Forbidden");
    if (form === "in a set") await expect(stack.up([eve()])).rejects.toThrow("GET /invitations: 403 Forbidden");
    expect(stack.state).toEqual(before);
    expect(writes()).toEqual([]);
  });
});

test("a lost response is no proof if someone else's invitation, with another role, is what is there", async () => {
  const { stack, world, edit } = setUp();
  const send = world.transport;
  const transport: typeof send = async (request) => {
    if (request.method !== "POST" || !request.url.endsWith("/invitations")) return send(request);
    if (world.emulator.store.invitations.size > 0) return send(request);
    edit.invite({ email: "eve@example.com", roleID: "operator" });
    throw new TransportError("reset", { kind: "reset", mayHaveArrived: true });
  };
  Object.assign(world, { transport });
  await expect(stack.up([alone({})])).rejects.toThrow(/400 Bad Request: "Eve@example.com already has an invitation/);
  expect(stack.state).toEqual([]);
});

test("an assignment with a changed email invites no one in place of its user", async () => {
  const { stack, sent } = setUp();
  await stack.up([alone({ email: "bob@example.com", roleId: "read-only" })]);
  await expect(stack.preview([alone({ roleId: "read-only" })])).rejects.toThrow(
    /user u-bob, Bob@example\.com.*declare Eve@example\.com in a separate UserAssignment/s,
  );
  expect(sent()).toEqual([]);
});
