import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { settled } from "../../doubles/settled.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";
import { ANN, ann, setUp } from "./user-assignment-scene.js";

describe.each<Partial<Switches>>([
  {},
  { modifySemantics: "replace", emailCase: "lower" },
  { modifySemantics: "merge", unknownFields: true, endOfList: "null" },
])("an assignment, with the emulator's switches %j", (switches) => {
  test("gives the role, changes it, and disables on delete with the role found at create", async () => {
    const { stack, user } = setUp(switches);
    expect(await settled(stack, [ann()])).toEqual(["create"]);
    expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
    expect(await settled(stack, [ann({ roleId: "operator", state: "enabled" })])).toEqual(["update"]);
    expect(user()).toEqual({ roleID: "operator", state: "enabled" });
    await stack.destroy();
    expect(user()).toEqual({ roleID: "read-only", state: "disabled" });
  });
});

test("says at preview what the user has now and would get", async () => {
  const { stack, world } = setUp();
  await stack.preview([ann({ roleId: "full-access", state: "disabled" })]);
  expect(world.log.text).toContain(
    "warning: user Ann@Example.com (Ann) loses access: role read-only → full-access, state enabled → disabled",
  );
  expect(world.emulator.writes()).toEqual([]);
});

test("says at preview that somebody who is enabled becomes an admin by the role that they had kept", async () => {
  const { stack, world, edit } = setUp();
  edit.modifyUser(ANN, { roleID: "full-access", state: "disabled" });
  await stack.preview([ann({ roleId: "full-access", state: "enabled" })]);
  expect(world.log.text).toContain("warning: user Ann@Example.com (Ann) gains an admin role: state disabled → enabled");
});

test("the case of an email means nothing", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([ann()]);
  world.emulator.clearRequests();
  expect(await settled(stack, [ann({ email: "ANN@EXAMPLE.COM" })])).toEqual(["same"]);
  edit.modifyUser(ANN, { email: "aNN@example.com" });
  expect(await settled(stack, [ann()])).toEqual(["same"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("an undeclared state is neither written nor compared, and a disabled user is pointed out", async () => {
  const { stack, world, user, edit } = setUp();
  edit.modifyUser(ANN, { state: "disabled" });
  await settled(stack, [ann()]);
  expect(user()).toEqual({ roleID: "auditor", state: "disabled" });
  world.log.lines.length = 0;
  await stack.preview([ann()]);
  expect(world.log.text).toBe(
    'warning: user Ann@Example.com stays disabled: declare state: "enabled" to re-enable them.',
  );
  expect(await settled(stack, [ann({ state: "enabled" })])).toEqual(["update"]);
  expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
});

test("a change by hand shows at refresh and is set back", async () => {
  const { stack, user, edit } = setUp();
  await stack.up([ann({ state: "enabled" })]);
  edit.modifyUser(ANN, { roleID: "full-access", state: "disabled" });
  expect(await stack.refresh()).toEqual([{ op: "update", name: "ann" }]);
  expect(stack.state[0]?.inputs).toMatchObject({ email: "ann@example.com", roleId: "full-access", state: "disabled" });
  expect(await settled(stack, [ann({ state: "enabled" })])).toEqual(["update"]);
  expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
});

test("an unknown email is refused at preview, after two complete walks", async () => {
  const { stack, world } = setUp();
  await expect(stack.preview([ann({ email: "zoe@example.com" })])).rejects.toThrow(
    "email: no user of this account has the email zoe@example.com",
  );
  expect(world.emulator.requests.filter(({ path }) => path === "/users")).toHaveLength(2);
});

test("an unknown role is a warning at preview and a failure at up", async () => {
  const { stack, world, user } = setUp();
  await stack.preview([ann({ roleId: "nobody-made-it" })]);
  expect(world.log.text).toContain("warning: role nobody-made-it does not exist yet");
  await expect(stack.up([ann({ roleId: "nobody-made-it" })])).rejects.toThrow(
    "there is no role nobody-made-it in the account",
  );
  expect(user()?.roleID).toBe("read-only");
  expect(world.emulator.writes()).toEqual([]);
});

test("a role that the same program declares first is known", async () => {
  const { stack, world } = setUp();
  const role: Declaration = {
    class: "Role",
    name: "new",
    inputs: { roleId: "new", name: "New", serviceRoleURNs: [READ] },
  };
  await settled(stack, [role, ann({ roleId: "new" })]);
  expect(world.log.text).not.toContain("does not exist");
  await stack.destroy();
  expect(world.emulator.store.roles.has("new")).toBe(false);
});

test("a user who is gone leaves the state at refresh; then preview says that there is none", async () => {
  const { stack, edit } = setUp();
  await stack.up([ann()]);
  edit.removeUser(ANN);
  await expect(stack.up([ann({ roleId: "operator" })])).rejects.toThrow(
    /was in the account with the id .* and is gone from it/,
  );
  expect(await stack.refresh()).toEqual([{ op: "delete", name: "ann" }]);
  await expect(stack.preview([ann()])).rejects.toThrow("no user of this account");
});

test.each([
  [{ userId: ANN }, "exactly one of them says who this is; both given"],
  [{ email: undefined }, "exactly one of them says who this is; neither given"],
  [{ email: "ann" }, 'email: "ann": this is not an email address'],
  [{ state: "asleep" }, 'state: "asleep": state must be "enabled" or "disabled"'],
  [{ ifMissing: "create" }, 'ifMissing must be "fail" or "invite"'],
])("%j is refused at preview", async (changes, reason) => {
  const { stack, world } = setUp();
  await expect(stack.preview([ann(changes)])).rejects.toThrow(reason);
  expect(world.emulator.requests).toEqual([]);
});

test.each(["single", "set"])("a state that nobody can write is not made another one (%s)", async (form) => {
  const world = new World({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] } });
  const stack = new Stack(() => world.session());
  Object.assign(world.emulator.store.users.get("ann") ?? {}, { state: "locked" });
  const ann = (more: object = {}): Declaration =>
    form === "single"
      ? { class: "UserAssignment", name: "it", inputs: { email: "ann@example.com", roleId: "scanner", ...more } }
      : {
          class: "UserAssignmentSet",
          name: "it",
          inputs: { users: { "ann@example.com": { roleId: "scanner", ...more } } },
        };
  await expect(stack.up([ann()])).rejects.toThrow("the user's state is locked, which no write can keep");
  expect(world.emulator.writes()).toEqual([]);
  await stack.up([ann({ state: "disabled" })]);
  expect(world.emulator.store.users.get("ann")).toMatchObject({ roleID: "scanner", state: "disabled" });
});
