import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { role, single, users } from "../../doubles/declarations.js";
import { ops, UNKNOWN } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import type { Declaration } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ANN, FORMS, setUp } from "./users-scene.js";

const SWITCHES: Partial<Switches>[] = [
  {},
  { modifySemantics: "replace", emailCase: "lower", endOfList: "empty" },
  { modifySemantics: "merge", unknownFields: true, endOfList: "null" },
  { maxLimit: 2, largeLimit: "reject", unknownFields: true, listOrder: "shuffled" },
];

describe.each(FORMS.flatMap((form) => SWITCHES.map((switches) => ({ ...form, switches }))))(
  "a user who is declared $form, with the emulator's switches $switches",
  ({ switches, ann, dropped }) => {
    test("gets the role, then another one, and is disabled with the role found at create", async () => {
      const { stack, user } = setUp(switches);
      expect(await settled(stack, [ann()])).toEqual(["create"]);
      expect(user("u-ann")).toBe("auditor enabled");
      expect(await settled(stack, [ann({ roleId: "operator", state: "enabled" })])).toEqual(["update"]);
      expect(user("u-ann")).toBe("operator enabled");
      await settled(stack, dropped());
      expect(user("u-ann")).toBe("read-only disabled");
    });
  },
);

const SHOWN = {
  alone: {
    loses: "warning: user Ann@Example.com (Ann) loses access: role read-only → full-access, state enabled → disabled",
    enabled: "warning: user Ann@Example.com (Ann) gains an admin role: state disabled → enabled",
    staysDisabled: 'warning: user Ann@Example.com stays disabled: declare state: "enabled" to re-enable them.',
    drifted: { email: ANN, roleId: "full-access", state: "disabled" },
    unknownRole: "warning: role nobody-made-it does not exist yet",
  },
  "in a set": {
    loses:
      "warning: 1 user would lose access: Ann@Example.com (role read-only → full-access, state enabled → disabled)",
    enabled: "warning: 1 user would gain full-access: Ann@Example.com",
    staysDisabled: 'warning: 1 user stays disabled: Ann@Example.com. Declare { roleId, state: "enabled" }',
    drifted: { users: { [ANN]: { roleId: "full-access", state: "disabled" } } },
    unknownRole: "users.ann@example.com: there is no role nobody-made-it",
  },
};

describe.each(FORMS)("a user who is declared $form", ({ form, property, ann, declare, dropped }) => {
  const shown = SHOWN[form];

  test("is named at preview with what they have now and would get", async () => {
    const { stack, log, writes } = setUp();
    await stack.preview([ann({ roleId: "full-access", state: "disabled" })]);
    expect(log.text).toContain(shown.loses);
    expect(writes()).toEqual([]);
  });

  test("is named at preview as a new admin if they are enabled with an admin role that they had kept", async () => {
    const { stack, log, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "full-access", state: "disabled" });
    await stack.preview([ann({ roleId: "full-access", state: "enabled" })]);
    expect(log.text).toContain(shown.enabled);
  });

  test("is the same user in whatever case the email is", async () => {
    const { stack, edit, writes, clear } = setUp();
    await stack.up([ann()]);
    clear();
    expect(await settled(stack, [declare("ANN@EXAMPLE.COM", { roleId: "auditor" })])).toEqual(["same"]);
    edit.modifyUser("u-ann", { email: "aNN@example.com" });
    expect(await settled(stack, [ann()])).toEqual(["same"]);
    expect(writes()).toEqual([]);
  });

  test("keeps a state that is not declared, and preview says so if it is disabled", async () => {
    const { stack, user, edit, said } = setUp();
    edit.modifyUser("u-ann", { state: "disabled" });
    await settled(stack, [ann()]);
    expect(user("u-ann")).toBe("auditor disabled");
    const lines = await said(() => stack.preview([ann()]));
    expect(lines).toEqual([expect.stringContaining(shown.staysDisabled)]);
    expect(await settled(stack, [ann({ state: "enabled" })])).toEqual(["update"]);
    expect(user("u-ann")).toBe("auditor enabled");
  });

  test("is shown at refresh after a change by hand, and set back", async () => {
    const { stack, user, edit } = setUp();
    await stack.up([ann({ state: "enabled" })]);
    edit.modifyUser("u-ann", { roleID: "full-access", state: "disabled" });
    expect(ops(await stack.refresh())).toEqual(["update"]);
    expect(stack.state[0]?.inputs).toMatchObject(shown.drifted);
    expect(await settled(stack, [ann({ state: "enabled" })])).toEqual(["update"]);
    expect(user("u-ann")).toBe("auditor enabled");
  });

  test("is refused at preview if no user has the email, after two complete walks", async () => {
    const { stack, world } = setUp();
    await expect(stack.preview([declare("zoe@example.com", { roleId: "auditor" })])).rejects.toThrow(
      `${property("zoe@example.com")}: no user of this account has the email zoe@example.com`,
    );
    expect(world.emulator.requests.filter(({ path }) => path === "/users")).toHaveLength(2);
  });

  test("is refused at preview if two users have the email, and both ids are named", async () => {
    const { stack, edit } = setUp();
    edit.addUser({ id: "u-two", email: ANN, roleID: "read-only" });
    await expect(stack.preview([ann()])).rejects.toThrow(/2 users have the email ann@example.com \(ids u-ann, u-two\)/);
  });

  test("is not given a role that does not exist: a set refuses it at preview, alone that is a warning until up", async () => {
    const { stack, log, user, writes } = setUp();
    const program = [ann({ roleId: "nobody-made-it" })];
    const failure = await stack.preview(program).catch(String);
    expect(`${log.text} ${failure}`).toContain(shown.unknownRole);
    expect(typeof failure === "string").toBe(form === "in a set");
    await expect(stack.up(program)).rejects.toThrow("there is no role nobody-made-it in the account");
    expect(user("u-ann")).toBe("read-only enabled");
    expect(writes()).toEqual([]);
  });

  test("may get a role that the same program declares first, which is deleted once they have left it", async () => {
    const { stack, log, store } = setUp();
    await settled(stack, [role("new", [READ]), ann({ roleId: "new" })]);
    expect(log.text).not.toContain("does not exist");
    await stack.up(dropped());
    expect(store.roles.has("new")).toBe(false);
  });

  test("is missed once someone has removed them from the account", async () => {
    const { stack, edit } = setUp();
    await stack.up([ann()]);
    edit.removeUser("u-ann");
    await expect(stack.up([ann({ roleId: "operator" })])).rejects.toThrow(
      /user ann@example.com was in the account with the id u-ann and is gone from it/i,
    );
    expect(ops(await stack.refresh())).toEqual([form === "alone" ? "delete" : "update"]);
    await expect(stack.preview([ann()])).rejects.toThrow(
      `${property(ANN)}: no user of this account has the email ann@example.com`,
    );
  });

  test("keeps a state that no write can send, unless another one is declared", async () => {
    const { stack, store, user, writes } = setUp();
    Object.assign(store.users.get("u-ann") ?? {}, { state: "locked" });
    await expect(stack.up([ann()])).rejects.toThrow("the user's state is locked, which no write can keep");
    expect([writes(), user("u-ann")]).toEqual([[], "read-only locked"]);
    await stack.up([ann({ state: "disabled" })]);
    expect(user("u-ann")).toBe("auditor disabled");
  });
});

test("a user moves from a single assignment to a set and back without a write", async () => {
  const { stack, writes, clear } = setUp();
  const alone = single({ email: ANN, roleId: "auditor" });
  await settled(stack, [alone]);
  clear();
  await stack.up([users({ [ANN]: "auditor" })]);
  await stack.up([alone, users({}, { allowEmpty: true })]);
  await stack.up([alone]);
  expect(writes()).toEqual([]);
});

const one = (changes: object) => single({ email: ANN, roleId: "auditor", ...changes });
const MEMBERS = { [ANN]: "auditor", "bob@example.com": "operator" };
const REFUSED: [Declaration, string][] = [
  [one({ userId: "u-ann" }), "exactly one of them says who this is; both given"],
  [one({ email: undefined }), "exactly one of them says who this is; neither given"],
  [one({ email: "ann" }), 'email: "ann": this is not an email address'],
  [one({ state: "asleep" }), 'state: "asleep": state must be "enabled" or "disabled"'],
  [one({ ifMissing: "create" }), 'ifMissing must be "fail" or "invite"'],
  [users({}), "the set is empty"],
  [users({ [ANN]: "auditor", "ANN@example.com": "operator" }), "this is ann@example.com in another spelling"],
  [users({ [ANN]: "Bad Role" }), "users.ann@example.com"],
  [users({ ann: "auditor" }), "users.ann: this is not an email address"],
  [users(UNKNOWN), "the email addresses must be known at preview"],
  [users(MEMBERS, { guard: { maxRemovalFraction: 2 } }), "it is a fraction, not a percentage"],
  [users(MEMBERS, { guard: { maxRemovals: -1 } }), "maxRemovals must be at least 0"],
  [users(MEMBERS, { exclude: ["ann@*"] }), "both declared and excluded"],
  [
    users(MEMBERS, { unmanaged: "delete" }),
    'unmanaged must be "ignore", "report", "disable", "remove" or { moveTo: roleId }',
  ],
];

test.each(REFUSED)("%j is refused at preview without a request", async (declaration, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([declaration])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});
