import { describe, expect, test } from "@jest/globals";
import { Stack } from "../../doubles/stack.js";
import { BOB, isSettled, set, setUp, TEAM } from "./set-invitations-scene.js";

describe("what cannot be", () => {
  test.each(["absent", "pending"])('state: "disabled" of somebody who is %s is refused at preview', async (how) => {
    const { stack, world, edit } = setUp();
    if (how === "pending") edit.invite({ email: "eve@example.com", roleID: "auditor" });
    const team = { ...BOB, "eve@example.com": { roleId: "auditor", state: "disabled" } };
    await expect(stack.preview([set(team)])).rejects.toThrow(
      /users\.eve@example\.com: no user of this account has the email eve@example\.com.*, and state: "disabled" cannot be combined with ifMissing: "invite"/,
    );
    expect(world.emulator.writes()).toEqual([]);
  });

  test("a member who is declared disabled is no stranger where the list leaves disabled users out", async () => {
    const { stack, user, sent } = setUp({ usersIncludeDisabled: false });
    const program = [set({ "bob@example.com": { roleId: "operator", state: "disabled" } })];
    await stack.up(program);
    expect(await stack.preview(program)).toEqual([{ op: "same", name: "team" }]);
    await stack.up([set({ "bob@example.com": { roleId: "auditor", state: "disabled" } })]);
    expect(user("u-bob")).toBe("auditor disabled");
    expect(sent()).toEqual([]);
  });

  test("a role that is not there: nobody is invited, and the set writes nothing", async () => {
    const { stack, world } = setUp();
    await expect(stack.up([set({ ...TEAM, "Eve@example.com": "none" })])).rejects.toThrow(
      "users.Eve@example.com: there is no role none in the account",
    );
    expect(world.emulator.writes()).toEqual([]);
  });

  test("readOnly refuses an invitation", async () => {
    const { world } = setUp();
    const stack = new Stack(() => world.session({ readOnly: true }));
    await expect(stack.up([set({ "eve@example.com": "auditor" })])).rejects.toThrow(
      /POST \/invitations was not sent: cloudone:readOnly/,
    );
  });

  test("ifMissing is one of its values, and known at preview", async () => {
    const { stack } = setUp();
    await expect(stack.preview([set(TEAM, { ifMissing: "create" })])).rejects.toThrow(
      'ifMissing must be "fail" or "invite"',
    );
    await expect(stack.preview([set(TEAM, { ifMissing: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })])).rejects.toThrow(
      "ifMissing: it decides who loses what, so it must be known at preview",
    );
  });
});

describe("a lost answer", () => {
  test.each(["reset-after", "timeout-after", "500-after", "truncated-json"] as const)(
    "(%s) is settled by reading back: one invitation",
    async (kind) => {
      const { stack, world, pending, sent } = setUp({ duplicateInvitation: "allowed" });
      world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind });
      await stack.up([set(TEAM)]);
      expect([pending(), sent().length]).toEqual([["Eve@example.com auditor"], 1]);
      await isSettled(stack, [set(TEAM)]);
    },
  );

  test("is no reason to send again while the list may be late", async () => {
    const { stack, world, sent } = setUp({ duplicateInvitation: "allowed", listLag: { milliseconds: 3000 } });
    world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind: "reset-after" });
    await stack.up([set(TEAM)]);
    expect(sent()).toHaveLength(1);
  });
});

test("one invitation that fails does not stop the others, and the next run sends only that one", async () => {
  const { stack, world, sent, user, userIds } = setUp();
  const team = { ...TEAM, "zoe@example.com": "operator" };
  world.emulator.faults.add({ match: { method: "POST", path: "/invitations" }, kind: "403-empty", times: 1 });
  await expect(stack.up([set(team)])).rejects.toThrow(/^user Eve@example\.com: POST \/invitations: 403/);
  expect(user("u-bob")).toBe("operator enabled");
  expect(userIds()).toEqual({ "bob@example.com": "u-bob", "zoe@example.com": "" });
  world.emulator.clearRequests();
  await stack.up([set(team)]);
  expect(sent()).toEqual([{ email: "Eve@example.com", roleID: "auditor" }]);
  await isSettled(stack, [set(team)]);
});

test("200 people to invite cost one request each, and a handful of lists", async () => {
  const { stack, world, sent } = setUp();
  await stack.up([set(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`new${n}@example.com`, "operator"])))]);
  expect(sent()).toHaveLength(200);
  expect(world.emulator.requests.length - 200).toBeLessThan(20);
});

test("a set that has nobody to invite never asks for invitations, which its key may not be allowed to read", async () => {
  const { stack, world } = setUp();
  world.emulator.faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await stack.up([set(BOB)]);
  await isSettled(stack, [set(BOB)]);
  await stack.up([set({}, { allowEmpty: true })]);
  expect(world.emulator.requests.filter(({ path }) => path === "/invitations")).toEqual([]);
});

test("a run that cannot read the invitations sends none and keeps the state", async () => {
  const { stack, world, userIds } = setUp();
  await stack.up([set(TEAM)]);
  world.emulator.clearRequests();
  world.emulator.faults.add({ match: { path: "/invitations" }, kind: "403-empty", times: Number.POSITIVE_INFINITY });
  await expect(stack.refresh()).rejects.toThrow("GET /invitations: 403 Forbidden");
  await expect(stack.up([set(TEAM)])).rejects.toThrow("GET /invitations: 403 Forbidden");
  expect(userIds()).toHaveProperty(["Eve@example.com"], "");
  expect(world.emulator.writes()).toEqual([]);
});

test("a member who changed their email is no stranger to be invited", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([set(BOB)]);
  edit.modifyUser("u-bob", { email: "bob.new@example.com" });
  world.emulator.clearRequests();
  await expect(stack.up([set(BOB)])).rejects.toThrow("Declare bob.new@example.com instead");
  await stack.refresh();
  await expect(stack.up([set(BOB)])).rejects.toThrow("Declare bob.new@example.com instead");
  expect(world.emulator.writes()).toEqual([]);
});
