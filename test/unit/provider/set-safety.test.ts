import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { entry, roles, single, users } from "../../doubles/declarations.js";
import { setUp, UNKNOWN } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";

test("reported roles do not count for the fraction of a set's removals", async () => {
  const { stack, edit } = setUp();
  for (let n = 0; n < 40; n++) edit.createRole({ id: `by-hand-${n}`, name: "By hand", serviceRoleURNs: [] });
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`r-${n}`, entry(READ)]));
  await stack.up([roles(many, { unmanaged: "report" })]);
  await expect(stack.preview([roles({ "r-0": many["r-0"] }, { unmanaged: "report" })])).rejects.toThrow(
    "guard.maxRemovalFraction: 7 removals of 8",
  );
});

test("preview names a user that a failed run declared and the next one drops", async () => {
  const { stack, user, faults, log } = setUp();
  await stack.up([users({ "root@example.com": "full-access" })]);
  faults.add({ match: { method: "POST", path: "/users/u-bob" }, kind: "403-empty", times: 1 });
  const members = { "root@example.com": "full-access", "ann@example.com": "operator", "bob@example.com": "operator" };
  await expect(stack.up([users(members)])).rejects.toThrow("POST /users/u-bob");
  await stack.preview([users({ "root@example.com": "full-access" })]);
  expect(log.text).toMatch(/warning: UserAssignmentSet \S+ also takes away: ann@example\.com: disable/);
  await stack.up([users({ "root@example.com": "full-access" })]);
  expect(user("u-ann")).toBe("auditor disabled");
});

test("a user who is declared by email in a set and by id alone is declared twice", async () => {
  const { stack } = setUp();
  const alone = single({ userId: "u-ann", roleId: "operator" }, "one");
  const team = users({ "Ann@example.com": "auditor" });
  await expect(stack.preview([team, alone])).rejects.toThrow("declared twice: by 'team' and by 'one'");
  await expect(stack.preview([alone, team])).rejects.toThrow(
    "user ann@example.com is declared twice: by 'one' and by 'team'",
  );
});

test("a declaration after the set that dropped its user is refused at preview", async () => {
  const { stack } = setUp();
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" })]);
  const alone = single({ email: "ann@example.com", roleId: "auditor" }, "ann");
  const smaller = users({ "bob@example.com": "auditor" });
  await expect(stack.preview([smaller, alone])).rejects.toThrow(
    "Declare 'ann' before 'team', with no await in between",
  );
  expect(await stack.preview([alone, smaller])).toEqual([
    { op: "create", name: "ann" },
    { op: "update", name: "team" },
  ]);
});

test("a state or a moveTo that is not known yet at preview takes nothing away there", async () => {
  const { stack, log } = setUp();
  const guard = { maxRemovals: 0 };
  await stack.preview([users({ "ann@example.com": { roleId: "auditor", state: UNKNOWN } }, { guard })]);
  await stack.preview([
    users({ "ann@example.com": "auditor" }, { guard, unmanaged: { moveTo: UNKNOWN }, exclude: ["root@*", "boss@*"] }),
  ]);
  expect(log.text).not.toContain("lose access");
  expect(log.text).toContain("would get a role that is not known yet: bob@example.com");
});

test("a user who moves to a role of this program is judged by what it declares of the role", async () => {
  const { stack, user, log } = setUp();
  const guard = { maxRemovals: 0 };
  const program = (urns: string[]) => [
    roles({ reader: entry(...urns) }),
    users({ "ann@example.com": "reader" }, { guard }),
  ];
  await expect(stack.preview(program([READ]))).rejects.toThrow("guard.maxRemovals: 1 removal, at most 0");
  expect(await stack.preview(program([READ, AUDIT]))).toHaveLength(2);
  // The refusal has named who would lose it.
  expect(log.text).not.toContain("would lose access");
  await stack.up(program([READ, AUDIT]));
  expect(user("u-ann")).toBe("reader enabled");
});

test("a user that the set dropped in an earlier run is not unmanaged", async () => {
  const { stack, user, edit, log } = setUp();
  const more = { unmanaged: "remove", exclude: ["root@*", "boss@*"] };
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" }, more)]);
  const smaller = [users({ "bob@example.com": "auditor" }, more)];
  await stack.up(smaller);
  for (const after of ["preview", "refresh", "preview"] as const) {
    expect((await stack[after](smaller)).map(({ op }) => op)).toEqual(["same"]);
  }
  expect(log.text).not.toContain("(remove)");
  await stack.up(smaller);
  expect(user("u-ann")).toBe("auditor disabled");
  edit.modifyUser("u-bob", { state: "disabled" });
  await stack.refresh();
  await stack.up([users({ "bob@example.com": { roleId: "auditor", state: "enabled" } }, more)]);
  expect(user("u-ann")).toBe("auditor disabled");
  await stack.up([
    users({ "ann@example.com": { roleId: "auditor", state: "enabled" }, "bob@example.com": "auditor" }, more),
  ]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("former");
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

test.each<Partial<Switches>>([{ usersIncludeDisabled: false }, { usersIncludeDisabled: true }])(
  "a disabled member is still a member if the list leaves them out (%j)",
  async (switches) => {
    const { stack, user, edit, clear } = setUp(switches);
    const both = users({ "ann@example.com": { roleId: "auditor", state: "enabled" }, "bob@example.com": "auditor" });
    await stack.up([both]);
    edit.modifyUser("u-ann", { state: "disabled" });
    expect(await stack.preview([both])).toEqual([{ op: "update", name: "team" }]);
    await stack.up([both]);
    expect(user("u-ann")).toBe("auditor enabled");
    edit.modifyUser("u-ann", { state: "disabled" });
    clear();
    await stack.up([users({ "bob@example.com": "auditor" }, { removed: "remove" })]);
    expect(user("u-ann")).toBeUndefined();
  },
);
