import { describe, expect, test } from "@jest/globals";
import { single } from "../../doubles/declarations.js";
import { ops } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { ANN, FORMS, setUp } from "./users-scene.js";

const NEW = "ann.new@example.com";
const ADVICE = {
  alone: 'Declare email: "ann.new@example.com" to follow the change, or userId: "u-ann"',
  "in a set": "Declare ann.new@example.com instead",
};

describe.each(FORMS)("a user who is declared $form", ({ form, ann, declare, dropped }) => {
  test("stays as they are under another Pulumi name", async () => {
    const { stack, user, writes, clear } = setUp();
    await stack.up([ann()]);
    clear();
    await stack.up([ann({}, "renamed")]);
    expect(writes()).toEqual([]);
    expect(user("u-ann")).toBe("auditor enabled");
  });

  test.each(["fail", "invite"])(
    "is not written after they changed their email (ifMissing: %s): only a refresh passes until the program follows",
    async (ifMissing) => {
      const { stack, user, edit, writes, clear } = setUp();
      await stack.up([ann({ ifMissing })]);
      edit.modifyUser("u-ann", { email: NEW });
      clear();
      for (const refreshed of [false, true]) {
        if (refreshed) {
          expect(ops(await stack.refresh())).toEqual([form === "alone" ? "update" : "same"]);
          await expect(stack.preview([ann({ ifMissing })])).rejects.toThrow(ADVICE[form]);
        }
        await expect(stack.up([ann({ ifMissing, roleId: "operator" })])).rejects.toThrow(ADVICE[form]);
        await expect(stack.up(dropped())).rejects.toThrow(ADVICE[form]);
      }
      const followed = declare(NEW, { roleId: "auditor", ifMissing });
      expect(await settled(stack, [followed])).toEqual(["update"]);
      expect(writes()).toEqual([]);
      await stack.up(dropped());
      expect(user("u-ann")).toBe("read-only disabled");
    },
  );

  test("is followed by a program that declares the new email before any refresh", async () => {
    const { stack, edit, writes, clear } = setUp();
    await stack.up([ann()]);
    edit.modifyUser("u-ann", { email: NEW });
    clear();
    expect(await settled(stack, [declare(NEW, { roleId: "auditor" })])).toEqual(["update"]);
    expect(writes()).toEqual([]);
  });
});

const ann = (changes: object = {}, name?: string) => single({ email: ANN, roleId: "auditor", ...changes }, name);
const byId = (name?: string) => ann({ email: undefined, userId: "u-ann" }, name);

test("the same user by email and by userId is no change, under whatever Pulumi name", async () => {
  const { stack, writes, clear, user } = setUp();
  await stack.up([ann()]);
  clear();
  expect(await settled(stack, [byId()])).toEqual(["same"]);
  expect(await settled(stack, [ann()])).toEqual(["same"]);
  await stack.up([byId("renamed")]);
  expect(writes()).toEqual([]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("another user's email replaces: they get the role, the former one is disabled", async () => {
  const { stack, user } = setUp();
  await stack.up([ann()]);
  expect(ops(await stack.up([ann({ email: "cas@example.com" })]))).toEqual(["replace", "delete"]);
  expect([user("u-cas"), user("u-ann")]).toEqual(["auditor enabled", "read-only disabled"]);
});

test("two names that swap their users disable neither", async () => {
  const { stack, user } = setUp();
  const pair = (one: string, two: string) => [ann({ email: one }, "one"), ann({ email: two }, "two")];
  await stack.up(pair(ANN, "cas@example.com"));
  await stack.up(pair("cas@example.com", ANN));
  expect([user("u-ann"), user("u-cas")]).toEqual(["auditor enabled", "auditor enabled"]);
});

test("two declarations of one email, whatever its case, are refused and both are named", async () => {
  const { stack } = setUp();
  await expect(stack.preview([ann(), ann({ email: "ANN@example.com" }, "again")])).rejects.toThrow(
    "declared twice: by 'one' and by 'again'",
  );
});

test("an existing user is read by id", async () => {
  const { world } = setUp();
  const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
  const found = await userAssignment.read(world.session(), "u-ann", {});
  expect(found?.outputs).toMatchObject({ userId: "u-ann", roleId: "read-only", state: "enabled", displayName: "Ann" });
});
