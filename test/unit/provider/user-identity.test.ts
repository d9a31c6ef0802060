import { expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { setUp } from "../../doubles/scene.js";

const invited = { email: "eve@example.com", roleId: "auditor", ifMissing: "invite", deletionPolicy: "remove" };

test("a user who accepted an invitation and is declared by id under another name stays, though the state holds the invitation", async () => {
  const { stack, edit, user, clear, store, writes } = setUp();
  await stack.up([single(invited, "eve")]);
  const [invitation] = store.invitations.values();
  edit.acceptInvitation(invitation?.id ?? "", { id: "u-eve" });
  clear();
  await stack.up([single({ userId: "u-eve", roleId: "auditor" }, "eve-by-id")]);
  expect([user("u-eve"), writes()]).toEqual(["auditor enabled", []]);
});

test("a user stays when their assignment by id is deleted, if a stored one declares them by a new email", async () => {
  const { stack, edit, user, clear, writes } = setUp();
  await stack.up([single({ userId: "u-ann", roleId: "auditor", deletionPolicy: "remove" }, "a")]);
  edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  // As after a crash between the create of the one and the deletion of the other.
  const before = [...stack.state];
  const b = single({ email: "ann.new@example.com", roleId: "auditor" }, "b");
  await stack.up([b]);
  stack.state = [...stack.state, ...before];
  clear();
  await stack.up([b]);
  expect([user("u-ann"), writes()]).toEqual(["auditor enabled", []]);
});

test.each(["disable", "remove", "report"])(
  "a user of a single resource is declared under their new email too, beside a set whose unmanaged is %s",
  async (unmanaged) => {
    const { stack, edit, user, clear, log, writes } = setUp();
    const ann = single({ email: "ann@example.com", roleId: "auditor" }, "ann");
    const set = users(
      { "bob@example.com": "auditor" },
      { unmanaged, exclude: ["root@*", "boss@*", "ann@example.com"] },
    );
    await stack.up([ann, set]);
    edit.modifyUser("u-ann", { email: "ann2@example.com" });
    clear();
    await stack.preview([ann, set]);
    expect(log.text).not.toContain("ann2@example.com");
    await stack.up([ann, set]);
    expect([user("u-ann"), writes()]).toEqual(["auditor enabled", []]);
  },
);

test("a user whose address someone else has by now, who is declared by id in their place, is not left behind unseen", async () => {
  const { stack, edit, clear, writes } = setUp();
  await stack.up([single({ email: "ann@example.com", roleId: "auditor" }, "ann")]);
  edit.modifyUser("u-ann", { email: "ann.old@example.com" });
  edit.addUser({ id: "u-new", email: "ann@example.com", roleID: "auditor" });
  clear();
  await expect(stack.up([single({ userId: "u-new", roleId: "auditor" }, "ann")])).rejects.toThrow(
    "user u-ann is declared as ann@example.com, but has the email ann.old@example.com now",
  );
  expect([stack.state.map(({ id }) => id).sort(), writes()]).toEqual([["u-ann", "u-new"], []]);
});

test.each([{ email: "ann@example.com" }, { userId: "u-ann" }])(
  "a user who takes the address of someone who is invited is not left behind unseen: %j",
  async (who) => {
    const { stack, edit, user, clear, writes } = setUp();
    const ann = single({ ...who, roleId: "auditor", deletionPolicy: "remove" }, "ann");
    await stack.up([ann, single(invited, "eve")]);
    edit.modifyUser("u-ann", { email: "eve@example.com" });
    clear();
    await expect(stack.up([single(invited, "eve")])).rejects.toThrow(/eve@example\.com/);
    expect(stack.state.map(({ id }) => id)).toContain("u-ann");
    expect([user("u-ann"), writes()]).toEqual(["auditor enabled", []]);
  },
);

test("two users with one address are declared by id beside each other, and leave one by one", async () => {
  const { stack, edit, user } = setUp();
  edit.addUser({ id: "u-two", email: "ann@example.com", roleID: "auditor" });
  const [one, two] = ["u-ann", "u-two"].map((userId) => single({ userId, roleId: "operator" }, userId));
  if (one === undefined || two === undefined) throw new Error("no one is declared");
  await stack.up([one]);
  await stack.up([two]);
  expect([user("u-ann"), user("u-two")]).toEqual(["auditor disabled", "operator enabled"]);
  await stack.up([one, two]);
  expect([user("u-ann"), user("u-two")]).toEqual(["operator disabled", "operator enabled"]);
});

test.each([
  ["first by email", ["email", "userId"]],
  ["first by id", ["userId", "email"]],
] as const)("one user by email and by id is declared twice: %s", async (_, [first, second]) => {
  const { stack, writes } = setUp();
  const who = { email: "Ann@example.com", userId: "u-ann" };
  const program = [first, second].map((key) => single({ [key]: who[key], roleId: "operator" }, key));
  await expect(stack.preview(program)).rejects.toThrow(/is declared twice: by '\w+' and by '\w+'/);
  await expect(stack.up([program[0] as never])).resolves.toHaveLength(1);
  await expect(stack.preview(program)).rejects.toThrow(/is declared twice/);
  expect(writes()).toHaveLength(1);
});
