import { describe, expect, test } from "@jest/globals";
import { DAY, ops } from "../../doubles/scene.js";
import { isSettled } from "../../doubles/settled.js";
import { BOB, EVE, setUp, TEAM, team } from "./invitations-scene.js";

describe("someone who is dropped from a set while they are invited", () => {
  test("leaves the state once the invitation has expired", async () => {
    const { stack, world, userIds, said, sent } = setUp();
    await stack.up([team(TEAM)]);
    await stack.up([team(BOB)]);
    await world.clock.sleep(8 * DAY);
    const lines = await said(async () => expect(ops(await stack.up([team(BOB)]))).toEqual(["update"]));
    expect(lines).toContain(
      "info: 1 user dropped from the set never accepted, and the invitation is gone: Eve@example.com",
    );
    expect(userIds()).toEqual({ "bob@example.com": "u-bob" });
    expect(sent()).toHaveLength(1);
    await isSettled(stack, [team(BOB)]);
  });

  test("is a member again if they are declared again", async () => {
    const { stack, sent, accept, user } = setUp();
    for (const members of [TEAM, BOB, TEAM]) await stack.up([team(members)]);
    accept();
    await isSettled(stack, [team(TEAM)]);
    expect([sent().length, user("u-eve")]).toEqual([1, "auditor enabled"]);
  });

  test.each([
    ["disable", "read-only disabled"],
    ["remove", undefined],
    // The account had no such user when the set sent the invitation.
    ["restore", "read-only disabled"],
  ])("is treated as `removed: %s` says once they have accepted, even without a refresh", async (removed, after) => {
    const { stack, accept, user } = setUp();
    await stack.up([team(TEAM, { removed })]);
    await stack.up([team(BOB, { removed })]);
    accept();
    await stack.up([team(BOB, { removed })]);
    expect(user("u-eve")).toBe(after);
    await isSettled(stack, [team(BOB, { removed })]);
  });

  test.each([true, false])('is let go of with removed: "retain" (dropped before: %s)', async (before) => {
    const { stack, accept, user, userIds } = setUp();
    await stack.up([team(TEAM)]);
    if (before) await stack.up([team(BOB)]);
    await stack.up([team(BOB, { removed: "retain" })]);
    expect(userIds()).toEqual({ "bob@example.com": "u-bob" });
    accept();
    await isSettled(stack, [team(BOB, { removed: "retain" })]);
    expect(user("u-eve")).toBe("auditor enabled");
  });

  test("is not unmanaged once they have accepted: `unmanaged` is for users that the set never declared", async () => {
    const { stack, accept, user } = setUp();
    const policies = { removed: "retain", unmanaged: "disable", exclude: ["root@*"] };
    await stack.up([team(TEAM, policies)]);
    accept();
    await stack.up([team(BOB, policies)]);
    expect(user("u-eve")).toBe("auditor enabled");
    await isSettled(stack, [team(BOB, policies)]);
  });

  test("loses access only if the guards allow it", async () => {
    const { stack, accept, user } = setUp();
    const guard = { maxRemovals: 0 };
    await stack.up([team(TEAM)]);
    await stack.up([team(BOB, { guard })]);
    accept();
    await expect(stack.up([team(BOB, { guard })])).rejects.toThrow("guard.maxRemovals: 1 removal, at most 0");
    expect(user("u-eve")).toBe("auditor enabled");
  });

  test("stays in the state until the removal has worked", async () => {
    const { stack, accept, user, faults, userIds } = setUp();
    await stack.up([team(TEAM)]);
    await stack.up([team(BOB)]);
    accept();
    faults.add({ match: { method: "POST", path: "/users/u-eve" }, kind: "403-empty", times: 1 });
    await expect(stack.up([team(BOB)])).rejects.toThrow("user Eve@example.com: POST /users/u-eve");
    expect(userIds()).toHaveProperty([EVE], "u-eve");
    await stack.up([team(BOB)]);
    expect(user("u-eve")).toBe("read-only disabled");
    await isSettled(stack, [team(BOB)]);
  });
});

test("someone who accepted an invitation had no access before: no message warns of a lost baseline", async () => {
  const { stack, accept, log } = setUp();
  await stack.up([team(TEAM, { removed: "restore" })]);
  accept();
  await stack.up([team({ ...TEAM, "bob@example.com": "auditor" }, { removed: "restore" })]);
  expect(log.text).not.toContain("found as declared");
});
