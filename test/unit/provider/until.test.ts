import { describe, expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { setUp, UNKNOWN } from "../../doubles/scene.js";
import { type Declaration, RunFailed } from "../../doubles/stack.js";

const DAY = 86_400_000;
/** The clock of the double begins at 2026-01-01. */
const UNTIL = "2026-01-20";
const END = "2026-01-21T00:00:00Z";

interface Shape {
  name: string;
  declare(ending: Record<string, unknown>, more?: Record<string, unknown>): Declaration[];
}

const shapes: Shape[] = [
  {
    name: "a UserAssignment",
    declare: (ending, more = {}) => [single({ email: "ann@example.com", roleId: "operator", ...ending, ...more })],
  },
  {
    name: "a member of a UserAssignmentSet",
    declare: (ending, { guard, ifMissing, ...more } = {}) => [
      users({ "ann@example.com": { roleId: "operator", ...ending, ...more } }, withoutUndefined({ guard, ifMissing })),
    ],
  },
];

function withoutUndefined(args: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

describe.each(shapes)("the end of $name", ({ declare }) => {
  const same = [expect.objectContaining({ op: "same" })];
  const update = [expect.objectContaining({ op: "update" })];

  test("previews empty until it has come, is previewed then, carried out by up, and done", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL });
    await stack.up(program);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.preview(program)).toEqual(same);
    expect(await stack.refresh()).toEqual(same);
    await world.clock.sleep(10 * DAY);
    world.log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(same);
    expect(world.log.text).not.toMatch(/end/);
    await world.clock.sleep(5 * DAY);
    expect(await stack.preview(program)).toEqual(same);
    expect(world.log.text).toMatch(
      /warning: .*ann@example\.com.* the end of 2026-01-20 \(2026-01-21T00:00:00Z\), in \d days?/i,
    );
    await world.clock.sleep(6 * DAY);
    world.log.lines.length = 0;
    world.emulator.clearRequests();
    expect(await stack.preview(program)).toEqual(update);
    expect(world.log.text).toMatch(/warning: .*ann@example\.com.*role operator.*→ disabled.*/);
    expect(world.log.text).toContain(END);
    expect(world.emulator.writes()).toEqual([]);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.up(program)).toEqual(update);
    // The role that was found at create comes back.
    expect(user("u-ann")).toBe("auditor disabled");
    world.log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(same);
    expect(await stack.refresh()).toEqual(same);
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    expect(world.log.text).not.toMatch(/disabled|ended/);
    world.emulator.clearRequests();
    expect(await stack.up(program, { refresh: true })).toEqual(same);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("gives another role, and leaves the state as it is", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL, then: { roleId: "read-only" } });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    world.log.lines.length = 0;
    expect(await stack.preview(program)).toEqual(update);
    expect(world.log.text).toMatch(/ann@example\.com.*role operator.*→ role read-only/);
    await stack.up(program);
    expect(user("u-ann")).toBe("read-only enabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    expect(await stack.up(program)).toEqual(same);
  });

  test("who is let in again after that is set back", async () => {
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

  test("a later end gives the role again, and enables nobody unless that is declared", async () => {
    const { world, stack, user } = setUp();
    await stack.up(declare({ until: UNTIL }));
    await world.clock.sleep(20 * DAY);
    await stack.up(declare({ until: UNTIL }));
    const later = declare({ until: "2026-03-01" });
    world.log.lines.length = 0;
    expect(await stack.preview(later)).toEqual(update);
    expect(world.log.text).toContain('state: "enabled"');
    await stack.up(later);
    expect(user("u-ann")).toBe("operator disabled");
    const enabled = declare({ until: "2026-03-01", state: "enabled" });
    expect(await stack.up(enabled)).toEqual(update);
    expect(user("u-ann")).toBe("operator enabled");
    expect(await stack.preview(enabled, { refresh: true })).toEqual(same);
  });

  test("a change of the end alone is shown, and writes nothing", async () => {
    const { world, stack } = setUp();
    await stack.up(declare({}));
    world.emulator.clearRequests();
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
    expect(world.emulator.writes()).toEqual([]);
  });

  test("is taken as it is at the first declaration, with a warning", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: "2025-12-24" });
    await stack.preview(program);
    expect(world.log.text).toMatch(/warning: .*ann@example\.com.*ended with the end of 2025-12-24/);
    expect(await stack.up(program)).toEqual([expect.objectContaining({ op: "create" })]);
    expect(user("u-ann")).toBe("auditor disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("is refused by a guard like any other removal", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL }, { guard: { maxRemovals: 0 } });
    await stack.up(declare({ until: UNTIL }));
    await world.clock.sleep(20 * DAY);
    const failed = await stack.up(program).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(RunFailed);
    expect(String(failed)).toContain("guard.maxRemovals");
    expect(user("u-ann")).toBe("operator enabled");
    const digest = /allow: "([0-9a-f]+)"/.exec(String(failed))?.[1];
    await stack.up(declare({ until: UNTIL }, { guard: { maxRemovals: 0, allow: digest } }));
    expect(user("u-ann")).toBe("auditor disabled");
  });

  test("the last admin does not end", async () => {
    const { world, stack, user, edit } = setUp();
    edit.modifyUser("u-boss", { state: "disabled" });
    edit.modifyUser("u-root", { state: "disabled" });
    const program = declare({ until: UNTIL }, { roleId: "full-access" });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    await expect(stack.up(program)).rejects.toThrow(/guard\.minimumAdmins/);
    expect(user("u-ann")).toBe("full-access enabled");
  });

  test("falls back to read-only where what was found is an admin role", async () => {
    const { world, stack, user, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "full-access" });
    const program = declare({ until: UNTIL });
    await stack.up(program);
    await world.clock.sleep(20 * DAY);
    await stack.up(program);
    expect(user("u-ann")).toBe("read-only disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("frees the role also of somebody who was disabled before", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL }, { state: "disabled" });
    await stack.up(program);
    expect(user("u-ann")).toBe("operator disabled");
    await world.clock.sleep(20 * DAY);
    expect(await stack.up(program)).toEqual(update);
    expect(user("u-ann")).toBe("auditor disabled");
    expect(await stack.up(program)).toEqual(same);
  });

  test("a role that follows and that nobody has is refused before anything ends by it", async () => {
    const { world, stack, user } = setUp();
    const program = declare({ until: UNTIL, then: { roleId: "no-such-role" } });
    await expect(stack.up(program)).rejects.toThrow(/there is no role no-such-role/);
    expect(user("u-ann")).toBe("auditor enabled");
    expect(world.emulator.writes()).toEqual([]);
    const shown = await stack.preview(program).catch(String);
    expect(`${JSON.stringify(shown)} ${world.log.text}`).toMatch(/role no-such-role/);
  });

  test("an end that is not known yet ends nothing at preview and says so", async () => {
    const { world, stack } = setUp();
    await stack.up(declare({}));
    expect(await stack.preview(declare({ until: UNKNOWN }))).toEqual(update);
    expect(world.log.text).toMatch(/ann@example\.com.*not known yet/);
  });

  test("only the acceptance of an invitation starts it", async () => {
    const { world, stack, user, edit } = setUp();
    edit.removeUser("u-ann");
    const program = declare({ until: "2026-01-02" }, { ifMissing: "invite" });
    await stack.up(program);
    await world.clock.sleep(3 * DAY);
    const [invitation] = [...world.emulator.store.invitations.values()];
    if (invitation === undefined) throw new Error("nobody was invited");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
    const accepted = edit.acceptInvitation(invitation.id);
    await stack.up(program, { refresh: true });
    expect(user(accepted.id)).toBe("read-only disabled");
    expect(await stack.preview(program, { refresh: true })).toEqual(same);
  });

  test("no one is invited to access that has ended", async () => {
    const { world, stack, edit } = setUp();
    edit.removeUser("u-ann");
    const program = declare({ until: "2025-12-24" }, { ifMissing: "invite" });
    await expect(stack.up(program)).rejects.toThrow(/no one is invited to access that has ended/);
    expect(world.emulator.writes()).toEqual([]);
  });
});

test("a stored single whose end is far, near or carried out asks the server nothing", async () => {
  const { world, stack } = setUp();
  const program = [single({ email: "ann@example.com", roleId: "operator", until: UNTIL })];
  await stack.up(program);
  for (const days of [0, 15, 0]) {
    await world.clock.sleep(days * DAY);
    world.emulator.clearRequests();
    await stack.preview(program);
    expect(world.emulator.requests).toEqual([]);
  }
  await world.clock.sleep(6 * DAY);
  world.emulator.clearRequests();
  await stack.preview(program);
  expect(world.emulator.requests).toEqual([]);
  await stack.up(program);
  world.emulator.clearRequests();
  await stack.preview(program);
  expect(world.emulator.requests).toEqual([]);
});

test("a set ends one and keeps the others, and names whom in the properties that preview shows", async () => {
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
