import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const ANN = "a0000000-0000-4000-8000-000000000001";
const BOB = "b0000000-0000-4000-8000-000000000002";
const URN = `urn:cloudone:workload:us-1:${ACCOUNT}:role/read-only`;

const ann = (changes: Record<string, unknown> = {}, name = "ann"): Declaration => ({
  class: "UserAssignment",
  name,
  inputs: { email: "ann@example.com", roleId: "auditor", ...changes },
});

function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [URN] },
        { id: "operator", serviceRoleURNs: [URN] },
      ],
      users: [
        { id: ANN, email: "Ann@Example.com", name: "Ann", roleID: "read-only" },
        { id: BOB, email: "bob@example.com", name: "Bob", roleID: "operator" },
        { email: "root@example.com", roleID: "full-access" },
      ],
    },
  });
  const stack = new Stack(() => world.session());
  const user = (id = ANN) => {
    const found = world.emulator.store.users.get(id);
    return found && { roleID: found.roleID, state: found.state };
  };
  return { world, stack, user, edit: world.emulator.edit };
}

/** Runs the program, and then wants nothing more: neither at preview nor at refresh. */
async function settled(stack: Stack, program: Declaration[]) {
  const steps = await stack.up(program);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(program.map(() => "same"));
  expect((await stack.refresh()).map(({ op }) => op)).toEqual(program.map(() => "same"));
  return steps.map(({ op }) => op);
}

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
    'warning: user Ann@Example.com is disabled and stays so: declare state: "enabled" to let them in.',
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

describe("deletion", () => {
  test.each([
    ["a role that is gone", "operator"],
    ["an admin role", "full-access"],
  ])("disables with read-only where what was found is %s", async (_, found) => {
    const { stack, user, edit } = setUp({ deleteRoleInUse: "allowed" });
    edit.modifyUser(ANN, { roleID: found });
    await stack.up([ann()]);
    if (found === "operator") edit.deleteRole("operator");
    await stack.destroy();
    expect(user()).toEqual({ roleID: "read-only", state: "disabled" });
  });

  test.each([204, 404] as const)("removes a user, also one who is gone already (%s)", async (deleteGone) => {
    const { stack, user, edit } = setUp({ deleteGone });
    const program = [ann({ deletionPolicy: "remove" })];
    await stack.up(program);
    await stack.destroy();
    expect(user()).toBeUndefined();
    edit.addUser({ id: ANN, email: "ann@example.com", roleID: "read-only" });
    await stack.up(program);
    edit.removeUser(ANN);
    await stack.destroy();
    expect(stack.state).toEqual([]);
  });

  test("restores what the first create found, through updates", async () => {
    const { stack, user, edit } = setUp();
    edit.modifyUser(ANN, { roleID: "operator", state: "disabled" });
    await stack.up([ann({ deletionPolicy: "restore", state: "enabled" })]);
    await stack.up([ann({ deletionPolicy: "restore", roleId: "read-only", state: "enabled" })]);
    await stack.refresh();
    await stack.destroy();
    expect(user()).toEqual({ roleID: "operator", state: "disabled" });
  });

  test("restores nobody to an admin role, and says so", async () => {
    const { stack, world, user, edit } = setUp();
    edit.modifyUser(ANN, { roleID: "full-access" });
    await stack.up([ann({ deletionPolicy: "restore" })]);
    await stack.destroy();
    expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
    expect(world.log.text).toContain("keeps the role auditor: the role found at create, full-access, is an admin role");
  });

  test("a restore to a role that is gone fails and writes nothing", async () => {
    const { stack, user, edit } = setUp();
    edit.modifyUser(ANN, { roleID: "operator" });
    await stack.up([ann({ deletionPolicy: "restore" })]);
    edit.modifyUser(BOB, { roleID: "read-only" });
    edit.deleteRole("operator");
    await expect(stack.destroy()).rejects.toThrow("the role found at create, operator, is gone");
    expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
  });

  test('"retain" sends nothing', async () => {
    const { stack, world } = setUp();
    await stack.up([ann({ deletionPolicy: "retain" })]);
    world.emulator.clearRequests();
    await stack.destroy();
    expect(world.emulator.requests).toEqual([]);
  });

  test("a restore that found the user as declared warns that an earlier baseline may be lost", async () => {
    const { stack, world, edit } = setUp();
    edit.modifyUser(ANN, { roleID: "auditor" });
    await stack.up([ann({ deletionPolicy: "restore" })]);
    expect(world.log.text).toContain("an earlier baseline is lost");
  });
});

describe("who it is", () => {
  test("renaming the Pulumi resource writes nothing and disables nobody", async () => {
    const { stack, world, user } = setUp();
    await stack.up([ann()]);
    world.emulator.clearRequests();
    await stack.up([ann({}, "renamed")]);
    await stack.up([ann({ email: undefined, userId: ANN }, "by-id")]);
    expect(world.emulator.writes()).toEqual([]);
    expect(user()).toEqual({ roleID: "auditor", state: "enabled" });
  });

  test("from email to userId and back is no change", async () => {
    const { stack, world } = setUp();
    await stack.up([ann()]);
    world.emulator.clearRequests();
    expect(await settled(stack, [ann({ email: undefined, userId: ANN })])).toEqual(["same"]);
    expect(await settled(stack, [ann()])).toEqual(["same"]);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("another user's email replaces: they get the role, the former one is disabled", async () => {
    const { stack, user } = setUp();
    await stack.up([ann()]);
    expect((await stack.up([ann({ email: "bob@example.com" })])).map(({ op }) => op)).toEqual(["replace", "delete"]);
    expect(user(BOB)).toEqual({ roleID: "auditor", state: "enabled" });
    expect(user(ANN)).toEqual({ roleID: "read-only", state: "disabled" });
  });

  test("two names that swap their people disable nobody", async () => {
    const { stack, user } = setUp();
    const pair = (one: string, two: string) => [ann({ email: one }, "one"), ann({ email: two }, "two")];
    await stack.up(pair("ann@example.com", "bob@example.com"));
    await stack.up(pair("bob@example.com", "ann@example.com"));
    expect([user(ANN)?.state, user(BOB)?.state]).toEqual(["enabled", "enabled"]);
  });

  test("a person who changed their email: refresh passes, preview, up and destroy fail and say what to declare", async () => {
    const { stack, world, user, edit } = setUp();
    await stack.up([ann()]);
    edit.modifyUser(ANN, { email: "ann.new@example.com" });
    world.emulator.clearRequests();
    await expect(stack.destroy()).rejects.toThrow('Declare email: "ann.new@example.com"');
    await expect(stack.up([ann({ roleId: "operator" })])).rejects.toThrow('Declare email: "ann.new@example.com"');
    expect(await stack.refresh()).toEqual([{ op: "update", name: "ann" }]);
    await expect(stack.preview([ann()])).rejects.toThrow(`or userId: "${ANN}"`);
    await expect(stack.destroy()).rejects.toThrow('Declare email: "ann.new@example.com"');
    expect(world.emulator.writes()).toEqual([]);

    const followed = [ann({ email: "ann.new@example.com" })];
    expect(await settled(stack, followed)).toEqual(["update"]);
    expect(world.emulator.writes()).toEqual([]);
    await stack.destroy();
    expect(user()?.state).toBe("disabled");
  });

  test("a program that follows the new email before any refresh keeps the user", async () => {
    const { stack, world, edit } = setUp();
    await stack.up([ann()]);
    edit.modifyUser(ANN, { email: "ann.new@example.com" });
    world.emulator.clearRequests();
    expect(await settled(stack, [ann({ email: "ann.new@example.com" })])).toEqual(["update"]);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("two declarations of one email, whatever its case, are refused and both are named", async () => {
    const { stack } = setUp();
    await expect(stack.preview([ann(), ann({ email: "ANN@example.com" }, "again")])).rejects.toThrow(
      "declared twice: by 'ann' and by 'again'",
    );
  });

  test("an existing user is read by id", async () => {
    const { world } = setUp();
    const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
    const found = await userAssignment.read(world.session(), ANN, {});
    expect(found?.outputs).toMatchObject({ userId: ANN, roleId: "read-only", state: "enabled", displayName: "Ann" });
  });
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
    inputs: { roleId: "new", name: "New", serviceRoleURNs: [URN] },
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
  await expect(stack.up([ann()])).rejects.toThrow("the user is locked, which no write can keep");
  expect(world.emulator.writes()).toEqual([]);
  await stack.up([ann({ state: "disabled" })]);
  expect(world.emulator.store.users.get("ann")).toMatchObject({ roleID: "scanner", state: "disabled" });
});
