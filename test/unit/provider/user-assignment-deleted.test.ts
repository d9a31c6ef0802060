import { describe, expect, test } from "@jest/globals";
import { ANN, ann, BOB, setUp } from "./user-assignment-scene.js";

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
