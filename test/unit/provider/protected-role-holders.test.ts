import { expect, test } from "@jest/globals";
import type { Config } from "../../../provider/config/config.js";
import type { Guard } from "../../../provider/plan/guard.js";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { entry, roles, setUp as setUpTeam } from "./set-scene.js";

const GUARD: Guard = { protectedUsers: ["Ann@example.com"] };
const NEW = { email: "ann.smith@example.com" };

type Declare = (urns: string[], guard?: Guard) => Declaration;
const KINDS: [string, Declare][] = [
  [
    "Role",
    (urns, guard) => ({ class: "Role", name: "auditor", inputs: { roleId: "auditor", ...entry(...urns), guard } }),
  ],
  ["RoleSet", (urns, guard) => roles({ auditor: entry(...urns) }, { guard })],
];
const SOURCES: [string, Partial<Config>, Guard | undefined][] = [
  ["its own guard", {}, GUARD],
  ["the stack's guard", { guard: GUARD }, undefined],
  ["the environment's guard", { guardBounds: GUARD }, undefined],
];

/** Ann and Bob hold the role. */
function setUp(config: Partial<Config> = {}) {
  const team = setUpTeam({}, config);
  const urns = () => team.world.emulator.store.roles.get("auditor")?.serviceRoleURNs;
  return { ...team, urns };
}

const TABLE = KINDS.flatMap(([kind, declare]) =>
  SOURCES.map(([source, config, guard]) => ({ kind, declare, source, config, guard })),
);

test.each(TABLE)(
  "a $kind under $source is not narrowed after a protected person changed their email",
  async ({ declare, config, guard }) => {
    const { stack, world, urns, edit } = setUp(config);
    await stack.up([declare([READ, AUDIT], guard)]);
    edit.modifyUser("u-ann", NEW);
    const refusal = await stack.up([declare([READ], guard)]).catch(String);
    expect(refusal).toContain(
      "guard.protectedUsers: no user of the account has the email Ann@example.com. That person may have another one by now and hold role auditor",
    );
    expect(refusal).toContain("Name them by their user id");
    await expect(stack.up([declare([READ], guard)], { refresh: true })).rejects.toThrow("Ann@example.com");
    expect(world.emulator.writes()).toEqual([]);
    expect(urns()).toEqual([READ, AUDIT]);
  },
);

test.each(KINDS)("a %s goes on once it is said who is protected", async (_, declare) => {
  const { stack, urns, edit } = setUp();
  await stack.up([declare([READ, AUDIT], GUARD)]);
  edit.modifyUser("u-ann", NEW);
  await expect(stack.up([declare([READ], { protectedUsers: ["u-ann"] })])).rejects.toThrow(
    "guard.protectedUsers: role auditor",
  );
  edit.modifyUser("u-ann", { roleID: "operator" });
  await stack.up([declare([READ], { protectedUsers: ["u-ann"] })]);
  expect(urns()).toEqual([READ]);
});

test.each(KINDS)("a %s is narrowed with the digest that the refusal prints", async (_, declare) => {
  const { stack, urns, edit } = setUp();
  await stack.up([declare([READ, AUDIT], GUARD)]);
  edit.removeUser("u-ann");
  const refusal = await stack.up([declare([READ], GUARD)]).catch(String);
  const allow = /allow: "([0-9a-f]+)"/.exec(String(refusal))?.[1];
  expect(allow).toBeDefined();
  await stack.up([declare([READ], { ...GUARD, ...(allow && { allow }) })]);
  expect(urns()).toEqual([READ]);
});

test.each(KINDS)("a %s that no person holds is narrowed, whoever is gone from the account", async (_, declare) => {
  const { stack, urns, edit } = setUp();
  edit.removeUser("u-ann");
  edit.modifyUser("u-bob", { roleID: "operator" });
  await stack.up([declare([READ, AUDIT], GUARD)]);
  await stack.up([declare([READ], GUARD)]);
  expect(urns()).toEqual([READ]);
});

test.each(KINDS)("a %s is narrowed where ids and patterns match nobody: an id does not change", async (_, declare) => {
  const { stack, urns } = setUp();
  const guard = { protectedUsers: ["u-gone", "*@security.example.com", "BOSS@example.com"] };
  await stack.up([declare([READ, AUDIT], guard)]);
  await stack.up([declare([READ], guard)]);
  expect(urns()).toEqual([READ]);
});

test.each(KINDS)("a %s that a protected person holds under another email is not deleted either", async (_, declare) => {
  const { stack, world, urns, edit } = setUp();
  edit.modifyUser("u-bob", { roleID: "operator" });
  const keep = declare([READ, AUDIT], GUARD);
  await stack.up([keep]);
  edit.modifyUser("u-ann", NEW);
  const dropped = keep.class === "Role" ? [] : [{ ...keep, inputs: { ...keep.inputs, roles: {}, allowEmpty: true } }];
  await stack.up(dropped).catch(String);
  expect(world.emulator.writes()).toEqual([]);
  expect(urns()).toEqual([READ, AUDIT]);
});

test.each(KINDS)("the refusal of a %s costs no request more", async (_, declare) => {
  const counts = [];
  for (const email of ["Ann@example.com", "ann@example.com"]) {
    const { stack, world, edit } = setUp();
    await stack.up([declare([READ, AUDIT], { protectedUsers: [email] })]);
    if (email === "Ann@example.com") edit.modifyUser("u-ann", NEW);
    world.emulator.clearRequests();
    await stack.up([declare([READ], { protectedUsers: [email] })]).catch(String);
    counts.push(world.emulator.requests.length);
  }
  expect(counts[0]).toBe(counts[1]);
});
