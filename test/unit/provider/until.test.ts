import { describe, expect, test } from "@jest/globals";
import { type Args, single, users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { allowIn, DAY, refusal, setUp, UNKNOWN } from "../../doubles/scene.js";

/** The clock of tests begins at 2026-01-01. */
const UNTIL = "2026-01-20";
const END = "2026-01-21T00:00:00Z";

describe.each(USER_FORMS)("the end of the access of a user who is declared $form", ({ declare: one }) => {
  const declare = (ending: Args, more: Args = {}) => [
    one("ann@example.com", { roleId: "operator", ...ending, ...more }),
  ];
  const same = [{ op: "same", name: "it" }];
  const update = [{ op: "update", name: "it" }];

  test("is no change until it has come; then preview shows it, and up carries it out once", async () => {
    const { world, stack, user, clear, log, writes } = setUp();
    const program = declare({ until: UNTIL });
    await stack.up(program);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.preview(program)).toEqual(same);
    expect(await stack.refresh()).toEqual(same);
    await world.clock.sleep(10 * DAY);
    log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(same);
    expect(log.text).not.toMatch(/end/);
    await world.clock.sleep(5 * DAY);
    expect(await stack.preview(program)).toEqual(same);
    expect(log.text).toMatch(
      /warning: .*ann@example\.com.* the end of 2026-01-20 \(2026-01-21T00:00:00Z\), in \d days?/i,
    );
    await world.clock.sleep(6 * DAY);
    log.lines.length = 0;
    clear();
    expect(await stack.preview(program)).toEqual(update);
    expect(log.text).toMatch(/warning: .*ann@example\.com.*role operator.*→ disabled.*/);
    expect(log.text).toContain(END);
    expect(writes()).toEqual([]);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.up(program)).toEqual(update);
    // The role that was found at create comes back.
    expect(user("u-ann")).toBe("auditor disabled");
    log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(same);
    expect(await stack.refresh()).toEqual(same);
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    expect(log.text).not.toMatch(/disabled|ended/);
    clear();
    expect(await stack.up(program, { refresh: true })).toEqual(same);
    expect(writes()).toEqual([]);
  });

  test("gives another role, and leaves the state as it is", async () => {
    const { world, stack, user, log } = setUp();
    const program = declare({ until: UNTIL, then: { roleId: "read-only" } });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(update);
    expect(log.text).toMatch(/ann@example\.com.*role operator.*→ role read-only/);
    await stack.up(program);
    expect(user("u-ann")).toBe("read-only enabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    expect(await stack.up(program)).toEqual(same);
  });

  test("is carried out again if someone enables the user after it", async () => {
    const { world, stack, user, edit } = setUp();
    const program = declare({ until: UNTIL });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    await stack.up(program);
    edit.modifyUser("u-ann", { state: "enabled", roleID: "operator" });
    expect(await stack.refresh()).toEqual(update);
    expect(await stack.preview(program)).toEqual(update);
    await stack.up(program);
    expect(user("u-ann")).toBe("auditor disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("that moves to a later date gives the role again, but enables the user only if that is declared", async () => {
    const { world, stack, user, log } = setUp();
    await stack.up(declare({ until: UNTIL }));
    await world.clock.sleep(20 * DAY);
    await stack.up(declare({ until: UNTIL }));
    const later = declare({ until: "2026-03-01" });
    log.lines.length = 0;
    expect(await stack.preview(later)).toEqual(update);
    expect(log.text).toContain('state: "enabled"');
    await stack.up(later);
    expect(user("u-ann")).toBe("operator disabled");
    const enabled = declare({ until: "2026-03-01", state: "enabled" });
    expect(await stack.up(enabled)).toEqual(update);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.preview(enabled, { refresh: true })).toEqual(same);
  });

  test("a change of the end alone is shown, and writes nothing", async () => {
    const { stack, clear, writes } = setUp();
    await stack.up(declare({}));
    clear();
    const steps = [
      { until: "2026-02-01" },
      { until: "2026-02-02" },
      { until: "2026-02-02", then: { roleId: "read-only" } },
      {},
    ];
    for (const ending of steps) {
      const program = declare(ending);
      expect(await stack.preview(program)).toEqual(update);
      expect(await stack.up(program)).toEqual(update);
      expect(await stack.preview(program)).toEqual(same);
      expect(await stack.preview(program, { refresh: true })).toEqual(same);
    }
    expect(writes()).toEqual([]);
  });

  test("may be past at the first declaration, with a warning", async () => {
    const { stack, user, log } = setUp();
    const program = declare({ until: "2025-12-24" });
    await stack.preview(program);
    expect(log.text).toMatch(/warning: .*ann@example\.com.*ended with the end of 2025-12-24/);
    expect(await stack.up(program)).toEqual([{ op: "create", name: "it" }]);
    expect(user("u-ann")).toBe("auditor disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("is refused by a guard like any other removal", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL }, { guard: { maxRemovals: 0 } });
    await stack.up(declare({ until: UNTIL }));
    await world.clock.sleep(20 * DAY);
    const refused = await refusal(stack.up(program));
    expect(refused).toContain("guard.maxRemovals");
    expect(user("u-ann")).toBe("operator enabled");
    await stack.up(declare({ until: UNTIL }, { guard: { maxRemovals: 0, allow: allowIn(refused) } }));
    expect(user("u-ann")).toBe("auditor disabled");
  });

  test("does not take the last admin's access", async () => {
    const { world, stack, user, edit } = setUp();
    edit.modifyUser("u-boss", { state: "disabled" });
    edit.modifyUser("u-root", { state: "disabled" });
    const program = declare({ until: UNTIL }, { roleId: "full-access" });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    await expect(stack.up(program)).rejects.toThrow(/guard\.minimumAdmins/);
    expect(user("u-ann")).toBe("full-access enabled");
  });

  test("falls back to read-only if the role found at create is an admin role", async () => {
    const { world, stack, user, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "full-access" });
    const program = declare({ until: UNTIL });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    await stack.up(program);
    expect(user("u-ann")).toBe("read-only disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("frees the role also if the user was disabled before", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL }, { state: "disabled" });
    await stack.up(program);
    expect(user("u-ann")).toBe("operator disabled");
    await world.clock.sleep(20 * DAY);
    expect(await stack.up(program)).toEqual(update);
    expect(user("u-ann")).toBe("auditor disabled");
    expect(await stack.up(program)).toEqual(same);
  });

  test("is refused at once if the role that follows does not exist", async () => {
    const { stack, user, log, writes } = setUp();
    const program = declare({ until: UNTIL, then: { roleId: "no-such-role" } });
    await expect(stack.up(program)).rejects.toThrow(/there is no role no-such-role/);
    expect(user("u-ann")).toBe("auditor enabled");
    expect(writes()).toEqual([]);
    const shown = await stack.preview(program).catch(String);
    expect(`${JSON.stringify(shown)} ${log.text}`).toMatch(/role no-such-role/);
  });

  test("ends nothing at preview while it is not known yet, and preview says so", async () => {
    const { stack, log } = setUp();
    await stack.up(declare({}));
    expect(await stack.preview(declare({ until: UNKNOWN }))).toEqual(update);
    expect(log.text).toMatch(/ann@example\.com.*not known yet/);
  });

  test("starts only once an invitation is accepted", async () => {
    const { world, stack, user, edit, store } = setUp();
    edit.removeUser("u-ann");
    const program = declare({ until: "2026-01-02" }, { ifMissing: "invite" });
    await stack.up(program);
    await world.clock.sleep(3 * DAY);
    const [invitation] = [...store.invitations.values()];
    if (invitation === undefined) throw new Error("no one was invited");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    const accepted = edit.acceptInvitation(invitation.id);
    await stack.up(program, { refresh: true });
    expect(user(accepted.id)).toBe("read-only disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("invites no one once it has come", async () => {
    const { stack, edit, writes } = setUp();
    edit.removeUser("u-ann");
    const program = declare({ until: "2025-12-24" }, { ifMissing: "invite" });
    await expect(stack.up(program)).rejects.toThrow(/no one is invited to access that has ended/);
    expect(writes()).toEqual([]);
  });
});

test("a stored single whose end is far, near or carried out asks the server nothing", async () => {
  const { world, stack, clear } = setUp();
  const program = [single({ email: "ann@example.com", roleId: "operator", until: UNTIL })];
  await stack.up(program);
  for (const days of [0, 15, 0]) {
    await world.clock.sleep(days * DAY);
    clear();
    await stack.preview(program);
    expect(world.emulator.requests).toEqual([]);
  }
  await world.clock.sleep(6 * DAY);
  clear();
  await stack.preview(program);
  expect(world.emulator.requests).toEqual([]);
  await stack.up(program);
  clear();
  await stack.preview(program);
  expect(world.emulator.requests).toEqual([]);
});

test("a set ends one member's access and keeps the others', and preview's properties name that member", async () => {
  const { world, stack, user } = setUp();
  const program = [
    users({
      "ann@example.com": { roleId: "operator", until: UNTIL },
      "bob@example.com": { roleId: "operator", until: "2026-06-30" },
    }),
  ];
  await stack.up(program);
  await world.clock.sleep(20 * DAY);
  await stack.up(program);
  expect([user("u-ann"), user("u-bob")]).toEqual(["auditor disabled", "operator enabled"]);
  expect(stack.state[0]?.inputs.removals).toEqual(["ann@example.com: disable"]);
  await stack.up(program);
  expect(stack.state[0]?.inputs.removals).toBeUndefined();
  expect(stack.state[0]?.outputs.users).toEqual({
    "ann@example.com": { roleId: "auditor", state: "disabled", until: UNTIL },
    "bob@example.com": { roleId: "operator", until: "2026-06-30" },
  });
});
