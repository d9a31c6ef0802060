import { describe, expect, test } from "@jest/globals";
import { settled } from "../../doubles/settled.js";
import { ANN, ann, BOB, setUp } from "./user-assignment-scene.js";

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
