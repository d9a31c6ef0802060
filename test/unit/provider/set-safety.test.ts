import { expect, test } from "@jest/globals";
import type { Config } from "../../../provider/config/config.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { setUp } from "./set-safety-scene.js";
import { entry, roles, UNKNOWN, users } from "./set-scene.js";

test("reported roles do not count for the fraction of a set's removals", async () => {
  const { stack, edit } = setUp();
  for (let n = 0; n < 40; n++) edit.createRole({ id: `by-hand-${n}`, name: "By hand", serviceRoleURNs: [] });
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`r-${n}`, entry(READ)]));
  await stack.up([roles(many, { unmanaged: "report" })]);
  await expect(stack.preview([roles({ "r-0": many["r-0"] }, { unmanaged: "report" })])).rejects.toThrow(
    "guard.maxRemovalFraction: 7 removals of 8",
  );
});

test("who was declared in a run that failed and is dropped in the next one is named at preview", async () => {
  const { stack, world, user } = setUp();
  await stack.up([users({ "root@example.com": "full-access" })]);
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-bob" }, kind: "403-empty", times: 1 });
  const members = { "root@example.com": "full-access", "ann@example.com": "operator", "bob@example.com": "operator" };
  await expect(stack.up([users(members)])).rejects.toThrow("POST /users/u-bob");
  await stack.preview([users({ "root@example.com": "full-access" })]);
  expect(world.log.text).toMatch(/warning: UserAssignmentSet \S+ also takes away: ann@example\.com: disable/);
  await stack.up([users({ "root@example.com": "full-access" })]);
  expect(user("u-ann")).toBe("auditor disabled");
});

test("a role or state that someone else changed meanwhile is not overwritten unjudged", async () => {
  const { world, user } = setUp();
  const { userAssignmentSet: kind } = await import("../../../provider/resources/user-assignment-set.js");
  const session = world.session();
  const declared = { users: { "ann@example.com": "operator" } };
  const plan = await kind.plan(session, declared, {});
  world.emulator.edit.modifyUser("u-ann", { roleID: "full-access" });
  const { failures } = await kind.apply(session, declared, {}, plan);
  expect(failures).toEqual([
    expect.stringContaining("someone else changed the user in the meantime (role auditor → full-access)"),
  ]);
  expect(user("u-ann")).toBe("full-access enabled");
});

test("a user who is declared by email in a set and by id alone is declared twice", async () => {
  const { stack } = setUp();
  const single: Declaration = {
    class: "UserAssignment",
    name: "one",
    inputs: { userId: "u-ann", roleId: "operator" },
  };
  const team = users({ "Ann@example.com": "auditor" });
  await expect(stack.preview([team, single])).rejects.toThrow("declared twice: by 'team' and by 'one'");
  await expect(stack.preview([single, team])).rejects.toThrow(
    "user ann@example.com is declared twice: by 'one' and by 'team'",
  );
});

test("a declaration that comes too late for the set that dropped its user is refused at preview", async () => {
  const { stack } = setUp();
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" })]);
  const single: Declaration = {
    class: "UserAssignment",
    name: "ann",
    inputs: { email: "ann@example.com", roleId: "auditor" },
  };
  const smaller = users({ "bob@example.com": "auditor" });
  await expect(stack.preview([smaller, single])).rejects.toThrow(
    "Declare 'ann' before 'team', with no await in between",
  );
  expect(await stack.preview([single, smaller])).toEqual([
    { op: "create", name: "ann" },
    { op: "update", name: "team" },
  ]);
});

test.each([
  ["removed", { removed: UNKNOWN }],
  ["unmanaged", { unmanaged: UNKNOWN }],
  ["exclude", { unmanaged: "disable", exclude: [UNKNOWN] }],
  ["guard", { guard: { maxRemovals: UNKNOWN } }],
])("%s must be known at preview", async (property, more) => {
  const { stack } = setUp();
  await expect(stack.preview([users({ "ann@example.com": "auditor" }, more)])).rejects.toThrow(
    `${property}: it decides who loses what, so it must be known at preview`,
  );
});

test("a state or a moveTo that is not known yet at preview takes nothing away there", async () => {
  const { stack, world } = setUp();
  const guard = { maxRemovals: 0 };
  await stack.preview([users({ "ann@example.com": { roleId: "auditor", state: UNKNOWN } }, { guard })]);
  await stack.preview([
    users({ "ann@example.com": "auditor" }, { guard, unmanaged: { moveTo: UNKNOWN }, exclude: ["root@*", "boss@*"] }),
  ]);
  expect(world.log.text).not.toContain("lose access");
  expect(world.log.text).toContain("would get a role that is not known yet: bob@example.com");
});

test("who moves to a role that this program makes is judged by what it declares of the role", async () => {
  const { stack, world, user } = setUp();
  const guard = { maxRemovals: 0 };
  const program = (urns: string[]) => [
    roles({ reader: entry(...urns) }),
    users({ "ann@example.com": "reader" }, { guard }),
  ];
  await expect(stack.preview(program([READ]))).rejects.toThrow("guard.maxRemovals: 1 removal, at most 0");
  expect(await stack.preview(program([READ, AUDIT]))).toHaveLength(2);
  // The refusal has named who would lose it.
  expect(world.log.text).not.toContain("would lose access");
  await stack.up(program([READ, AUDIT]));
  expect(user("u-ann")).toBe("reader enabled");
});

test("whom the set dropped in an earlier run is not unmanaged now", async () => {
  const { stack, world, user } = setUp();
  const more = { unmanaged: "remove", exclude: ["root@*", "boss@*"] };
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" }, more)]);
  const smaller = [users({ "bob@example.com": "auditor" }, more)];
  await stack.up(smaller);
  for (const after of ["preview", "refresh", "preview"] as const) {
    expect((await stack[after](smaller)).map(({ op }) => op)).toEqual(["same"]);
  }
  expect(world.log.text).not.toContain("(remove)");
  await stack.up(smaller);
  expect(user("u-ann")).toBe("auditor disabled");
  world.emulator.edit.modifyUser("u-bob", { state: "disabled" });
  await stack.refresh();
  await stack.up([users({ "bob@example.com": { roleId: "auditor", state: "enabled" } }, more)]);
  expect(user("u-ann")).toBe("auditor disabled");
  await stack.up([
    users({ "ann@example.com": { roleId: "auditor", state: "enabled" }, "bob@example.com": "auditor" }, more),
  ]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("former");
});

test("a moveTo that names no role is refused at preview", async () => {
  const { stack } = setUp();
  await expect(
    stack.preview([users({ "ann@example.com": "auditor" }, { unmanaged: { moveTo: "nowhere" } })]),
  ).rejects.toThrow("unmanaged.moveTo: there is no role nowhere in the account");
});

test("a deletion that a guard refuses says how the configuration allows it, and does", async () => {
  const { world } = setUp();
  let guard: Config["guard"];
  const stack = new Stack(() => world.session(guard === undefined ? {} : { guard }));
  const more = { deletionPolicy: "apply", guard: { maxRemovals: 0 } };
  await stack.up([users({ "ann@example.com": "auditor" }, more)]);
  const refusal = await stack.destroy().catch(String);
  const allow = /cloudone:guard '\{"allow":"([0-9a-f]+)"\}'/.exec(String(refusal))?.[1];
  guard = { allow };
  await stack.destroy();
  expect(world.emulator.store.users.get("u-ann")?.state).toBe("disabled");
});

test("a digest does not depend on the order in which the lists come", async () => {
  const { world } = setUp({ listOrder: "shuffled" });
  const stack = new Stack(() => world.session());
  await stack.up([roles({ auditor: entry(READ, AUDIT) })]);
  const narrower = [roles({ auditor: entry() }, { guard: { maxRemovals: 0 } })];
  const digests = new Set<string | undefined>();
  for (let run = 0; run < 6; run++) {
    digests.add(/allow: "([0-9a-f]+)"/.exec(String(await stack.preview(narrower).catch(String)))?.[1]);
  }
  expect(digests.size).toBe(1);
  expect([...digests][0]).toBeDefined();
});
