import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import type { Config } from "../../../provider/config/config.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT } from "../../doubles/world.js";
import { AUDIT, entry, READ, roles, setUp as setUpTeam, UNKNOWN, users } from "./set-scene.js";

const EVERYTHING = ["application", "audit", "billing", "identity", "workload"].flatMap((service) =>
  ["full-access", "read-only"].map((role) => `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`),
);

const setUp = (switches: Partial<Switches> = {}, config: Partial<Config> = {}) =>
  setUpTeam(switches, config, [{ id: "everything", name: "A role", serviceRoleURNs: EVERYTHING }]);

test("who leaves an admin role loses access, whatever URNs the next role lists", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.modifyUser("u-boss", { roleID: "auditor" });
  for (const role of world.emulator.store.roles.values()) if (role.id === "full-access") role.serviceRoleURNs = [];
  await expect(stack.preview([users({ "root@example.com": "auditor" })])).rejects.toThrow("guard.minimumAdmins");
  const single: Declaration = {
    class: "UserAssignment",
    name: "root",
    inputs: { email: "root@example.com", roleId: "auditor" },
  };
  await expect(stack.up([single])).rejects.toThrow("guard.minimumAdmins");
  expect(world.emulator.writes()).toEqual([]);
});

test("an allowed plan takes no more admins than it said, whatever fails", async () => {
  const { stack, world, user } = setUp();
  const before = users({
    "root@example.com": "full-access",
    "boss@example.com": "full-access",
    "ann@example.com": "auditor",
  });
  await stack.up([before]);
  const after = (allow?: string) => [
    users(
      { "root@example.com": "auditor", "boss@example.com": "auditor", "ann@example.com": "full-access" },
      { guard: { maxRemovals: 0, ...(allow !== undefined && { allow }) } },
    ),
  ];
  const refusal = await stack.preview(after()).catch(String);
  const allow = /allow: "([0-9a-f]+)"/.exec(String(refusal))?.[1];
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up(after(allow))).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([user("u-root"), user("u-boss")].filter((one) => one === "full-access enabled")).toHaveLength(1);
});

test("two sets cannot take the last two admins at the same time", async () => {
  const { stack, user } = setUp();
  const program = [
    users({ "root@example.com": "auditor" }, {}, "one"),
    users({ "boss@example.com": "auditor" }, {}, "two"),
  ];
  await stack.preview(program);
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([user("u-root"), user("u-boss")].sort()).toEqual(["auditor enabled", "full-access enabled"]);
});

test("an admin's move in a set counts once for the single resources of the run", async () => {
  const { stack, user } = setUp({}, { guard: { maxRemovals: 2 } });
  const single: Declaration = {
    class: "UserAssignment",
    name: "ann",
    inputs: { email: "ann@example.com", roleId: "operator" },
  };
  await stack.up([users({ "root@example.com": "auditor" }), single]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "operator enabled"]);
});

test("a restore raises nobody to a role that the guard calls an admin role", async () => {
  const { stack, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "everything" });
  const more = { removed: "restore", guard: { adminRoles: ["full-access", "everything"] } };
  await stack.up([users({ "ann@example.com": "operator", "bob@example.com": "auditor" }, more)]);
  await stack.up([users({ "bob@example.com": "auditor" }, more)]);
  expect(user("u-ann")).toBe("operator enabled");
});

test.each<Partial<Switches>>([{ usersIncludeDisabled: false }, { usersIncludeDisabled: true }])(
  "a member whom the list lacks is still a member (%j)",
  async (switches) => {
    const { stack, world, user, edit } = setUp(switches);
    const both = users({ "ann@example.com": { roleId: "auditor", state: "enabled" }, "bob@example.com": "auditor" });
    await stack.up([both]);
    edit.modifyUser("u-ann", { state: "disabled" });
    expect(await stack.preview([both])).toEqual([{ op: "update", name: "team" }]);
    await stack.up([both]);
    expect(user("u-ann")).toBe("auditor enabled");
    edit.modifyUser("u-ann", { state: "disabled" });
    world.emulator.clearRequests();
    await stack.up([users({ "bob@example.com": "auditor" }, { removed: "remove" })]);
    expect(user("u-ann")).toBeUndefined();
  },
);

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
    expect.stringContaining("someone else changed the user meanwhile (role auditor → full-access)"),
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

test("a retiring role that was protected since stays, and the refusal says so", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  const guarded = roles({ operator: entry(READ) }, { guard: { protectedRoles: ["aud*"] } });
  await expect(stack.preview([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete once nobody");
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  await expect(stack.up([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete)");
  expect(world.emulator.store.roles.has("auditor")).toBe(true);
});

test("a retiring role whose deletion fails keeps retiring until it is gone", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  world.emulator.faults.add({ match: { method: "DELETE" }, kind: "403-empty", times: 1 });
  await expect(stack.up([roles({ operator: entry(READ) })])).rejects.toThrow("role auditor: DELETE /roles/auditor");
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
  expect(stack.state[0]?.outputs.retiring).toEqual([]);
});

test("a role that was retired in an earlier run goes with its last holder, though its set has nothing else to do", async () => {
  const { stack, world } = setUp();
  const both = users({ "ann@example.com": "auditor", "bob@example.com": "auditor" });
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }), both]);
  const smaller = roles({ operator: entry(READ) });
  await stack.up([smaller, both]);
  expect(world.emulator.store.roles.has("auditor")).toBe(true);
  await stack.up([smaller, users({ "ann@example.com": "operator", "bob@example.com": "operator" })]);
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
});

test.each(["set", "single"] as const)(
  "a user who is dropped together with the role that was found falls back to read-only, and the role goes (%s)",
  async (form) => {
    const { stack, world, user } = setUp();
    const ann: Declaration =
      form === "set"
        ? users({ "ann@example.com": "auditor", "bob@example.com": "auditor" })
        : { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId: "auditor" } };
    const bob: Declaration = {
      class: "UserAssignment",
      name: "bob",
      inputs: { email: "bob@example.com", roleId: "operator" },
    };
    const both = roles({ auditor: entry(READ, AUDIT), operator: entry(READ) });
    await stack.up(form === "set" ? [both, ann] : [both, ann, bob]);
    const smaller = roles({ operator: entry(READ) });
    await stack.up(form === "set" ? [smaller, users({ "bob@example.com": "operator" })] : [smaller, bob]);
    expect(user("u-ann")).toBe("read-only disabled");
    expect(world.emulator.store.roles.has("auditor")).toBe(false);
  },
);

test("deleting a set with deletionPolicy apply fails, with the holders' names, as long as a role of it is held", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }, { deletionPolicy: "apply" })]);
  await expect(stack.destroy()).rejects.toThrow(
    "role auditor: it is still held by user ann@example.com, user bob@example.com. It was not deleted",
  );
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "read-only" });
  await stack.destroy();
  expect([...world.emulator.store.roles.keys()].filter((id) => ["auditor", "operator"].includes(id))).toEqual([]);
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
