import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, IDENTITY, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";
import { createOne } from "../../doubles/write-one.js";
import { entry, roles, setUp as setUpTeam, single, users } from "./set-scene.js";

type Args = Record<string, unknown>;
const role = (roleId: string, urns: string[], more: Args = {}): Declaration => ({
  class: "Role",
  name: `role-${roleId}`,
  inputs: { roleId, ...entry(...urns), adopt: "overwrite", ...more },
});
const set = (roleId: string, urns: string[], more: Args = {}): Declaration =>
  roles({ [roleId]: entry(...urns) }, { adopt: "overwrite", ...more });
const KINDS: [string, typeof role][] = [
  ["a single role", role],
  ["a set's role", set],
];
const allowIn = (refusal: string) => /allow: "([0-9a-f]+)"/.exec(refusal)?.[1] ?? "";

/** Root and boss are the admins, by what their role holds. */
function setUp() {
  const team = setUpTeam({}, {}, [{ id: "ops", name: "A role", serviceRoleURNs: [READ, IDENTITY] }]);
  for (const id of ["u-root", "u-boss"]) team.edit.modifyUser(id, { roleID: "ops" });
  const urns = (id: string) => team.world.emulator.store.roles.get(id)?.serviceRoleURNs;
  return { ...team, urns };
}

test.each(KINDS)("%s keeps identity's full access while it makes the last admins", async (_, declare) => {
  const { stack, urns } = setUp();
  const refusal = String(await stack.up([declare("ops", [READ])]).catch(String));
  expect(refusal).toContain("guard.minimumAdmins: 0 enabled admins");
  expect(refusal).toContain("would be left of 2, at least 1");
  expect(urns("ops")).toEqual([READ, IDENTITY]);
  await stack.up([declare("ops", [READ], { guard: { allow: allowIn(refusal) } })]);
  expect(urns("ops")).toEqual([READ]);
});

test.each(KINDS)("%s that a guard names as admin role is not narrowed under the last admins", async (_, declare) => {
  const { stack, urns } = setUp();
  const guard = { adminRoles: ["auditor"], minimumAdmins: 3 };
  await expect(stack.up([declare("auditor", [READ], { guard })])).rejects.toThrow(
    "guard.minimumAdmins: 2 enabled admins would be left of 4, at least 3",
  );
  expect(urns("auditor")).toEqual([READ, AUDIT]);
});

test.each(KINDS)("%s loses identity's full access where admins enough are left", async (_, declare) => {
  const { stack, urns, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "full-access" });
  await stack.up([declare("ops", [READ])]);
  expect(urns("ops")).toEqual([READ]);
});

test.each(KINDS)("%s keeps what makes the last admins, though it loses and gains", async (_, declare) => {
  const { stack, urns } = setUp();
  const other = IDENTITY.replace("us-1", "de-1");
  await stack.up([declare("ops", [AUDIT, other])]);
  expect(urns("ops")).toEqual([AUDIT, other]);
});

test("roles that are narrowed side by side, alone and in sets, leave admins of one of them", async () => {
  const world = new World({ seed: {}, latency: () => 20 });
  const { edit, store } = world.emulator;
  for (let n = 0; n < 4; n++) {
    edit.createRole({ id: `ops-${n}`, ...entry(READ, IDENTITY) });
    edit.addUser({ id: `u-${n}`, email: `u${n}@example.com`, roleID: `ops-${n}` });
  }
  const stack = new Stack(() => world.session(), { parallel: 4 });
  const program = [
    role("ops-0", [READ]),
    role("ops-1", [READ]),
    roles({ "ops-2": entry(READ) }, { adopt: "overwrite" }),
    single({ userId: "u-3", roleId: "read-only" }),
  ];
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  const left = [...store.users.values()].filter(({ roleID }) =>
    store.roles.get(roleID)?.serviceRoleURNs.includes(IDENTITY),
  );
  expect(left).toHaveLength(1);
});

test.each(KINDS)("preview names whom %s makes admins: users, API keys and invited people", async (_, declare) => {
  const { stack, world, edit } = setUp();
  edit.createApiKey({ id: "k-ci", secret: "s", alias: "CI", roleID: "auditor" });
  await stack.up([declare("auditor", [READ, AUDIT])]);
  world.log.lines.length = 0;
  await stack.preview([declare("auditor", [READ, AUDIT, IDENTITY])]);
  expect(world.log.text).toContain(
    "warning: role auditor would come to hold the identity service's full access, " +
      "which makes admins of: API key k-ci (CI), user ann@example.com, user bob@example.com",
  );
});

test.each(KINDS)("preview says so of %s that is new", async (_, declare) => {
  const { stack, world } = setUp();
  await stack.preview([declare("new-ops", [IDENTITY])]);
  expect(world.log.text).toContain("role new-ops would come to hold the identity service's full access");
});

/** The key in use may not read API keys, so nobody can tell its role. */
function setUpUnknownKey() {
  const world = new World({
    seed: {
      roles: [{ id: "ops", name: "A role", serviceRoleURNs: [IDENTITY, READ] }],
      users: [{ id: "u-root", email: "root@example.com", roleID: "full-access" }],
      apiKeys: [
        {
          id: "emulator-demo-key",
          secret: "emulator-demo-secret",
          roleID: "ops",
          deny: ["* /apikeys", "* /apikeys/*"],
        },
      ],
    },
  });
  return {
    world,
    stack: new Stack(() => world.session()),
    urns: () => world.emulator.store.roles.get("ops")?.serviceRoleURNs,
  };
}

test.each(KINDS)("%s that might be the own key's is narrowed only where that is allowed", async (_, declare) => {
  const { world, stack, urns } = setUpUnknownKey();
  await stack.up([declare("ops", [IDENTITY, READ])]);
  const refusal = String(await stack.up([declare("ops", [READ])]).catch(String));
  expect(refusal).toContain("API key emulator-demo-key, which is in use, may not read itself, so its role is unknown");
  expect(world.emulator.writes()).toEqual([]);
  await stack.up([declare("ops", [READ], { guard: { allow: allowIn(refusal) } })]);
  expect(urns()).toEqual([READ]);
});

test("a role that might be the own key's is deleted only where that is allowed", async () => {
  const { world, stack, urns } = setUpUnknownKey();
  await stack.up([role("ops", [IDENTITY, READ])]);
  await expect(stack.destroy()).rejects.toThrow("may not read itself, so its role is unknown");
  expect(world.emulator.writes()).toEqual([]);
  expect(urns()).toEqual([IDENTITY, READ]);
});

test("users are judged by no key's role", async () => {
  const { world, stack } = setUpUnknownKey();
  world.emulator.edit.addUser({ id: "u-ann", email: "ann@example.com", roleID: "full-access" });
  await stack.up([single({ userId: "u-ann", roleId: "ops" })]);
  expect(world.emulator.store.users.get("u-ann")?.roleID).toBe("ops");
});

const NO_REMOVALS = { guard: { maxRemovals: 0 } };
const MOVES: [string, (roleId: string) => Declaration][] = [
  ["a single resource", (roleId) => single({ userId: "u-ann", roleId, ...NO_REMOVALS })],
  ["a set", (roleId) => users({ "ann@example.com": roleId }, NO_REMOVALS)],
];
const RACES = MOVES.flatMap(([who, move]) =>
  KINDS.flatMap(([what, declare]) =>
    ["user first", "role first"].map((order) => ({ who, move, what, declare, order })),
  ),
);

test.each(RACES)("$who moves nobody to $what that the same run narrows ($order)", async ({ move, declare, order }) => {
  const { world, stack, user, urns } = setUp();
  world.emulator.edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
  await stack.up([declare("narrow", [READ, AUDIT], NO_REMOVALS)]);
  const both = [move("narrow"), declare("narrow", [READ], NO_REMOVALS)];
  const program = order === "user first" ? both : both.reverse();
  await expect(stack.up(program)).rejects.toThrow("guard.maxRemovals");
  const held = user("u-ann") === "auditor enabled" ? urns("auditor") : urns("narrow");
  expect(held).toEqual([READ, AUDIT]);
});

test.each(MOVES)("%s that moves somebody to a role that the run narrows is named at preview", async (_, move) => {
  const { world, stack } = setUp();
  world.emulator.edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
  const bare = (one: Declaration): Declaration => ({ ...one, inputs: { ...one.inputs, guard: undefined } });
  await stack.preview([role("narrow", [READ]), bare(move("narrow"))]);
  expect(world.log.text).toMatch(/ann[^\n]*(loses access|\(role auditor → narrow\))|would lose access: ann/);
});

test("without bounds, such a move and narrowing are both done in one run", async () => {
  const { world, stack, user, urns } = setUp();
  world.emulator.edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
  await stack.up([users({ "ann@example.com": "narrow" }), set("narrow", [READ])]);
  expect([user("u-ann"), urns("narrow")]).toEqual(["narrow enabled", [READ]]);
});

test("a narrowing waits for those who are being given the role, and counts them", async () => {
  const world = new World({
    latency: () => 50,
    seed: {
      roles: [
        { id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] },
        { id: "narrow", name: "A role", serviceRoleURNs: [READ, AUDIT] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
      ],
    },
  });
  const { role: one } = await import("../../../provider/resources/role.js");
  const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
  const session = world.session();
  const guard = { maxRemovals: 0 };
  await session.inventory.roles.all();
  const give = createOne(userAssignment, session, { userId: "u-ann", roleId: "narrow", guard });
  const inputs = { roleId: "narrow", ...entry(READ), adopt: "overwrite" as const, guard };
  const results = await Promise.allSettled([give, createOne(one, session, inputs)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { roles, users } = world.emulator.store;
  expect(roles.get(users.get("u-ann")?.roleID ?? "")?.serviceRoleURNs).toEqual([READ, AUDIT]);
});
