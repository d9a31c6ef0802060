import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const NAMES = ["ann", "bob", "cas"];

function setUp() {
  const world = new World({
    seed: {
      roles: [{ id: "operator", serviceRoleURNs: [READ] }, { id: "empty" }],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        { email: "boss@example.com", roleID: "full-access" },
        ...NAMES.map((name) => ({ email: `${name}@example.com`, roleID: "operator" })),
      ],
    },
  });
  const stack = new Stack(() => world.session());
  const refusal = (program: Declaration[]) =>
    stack.preview(program).then(
      () => undefined,
      (error: Error) => error.message,
    );
  const warnings = async (program: Declaration[]) => {
    world.log.lines.length = 0;
    await stack.preview(program);
    return world.log.lines.filter((line) => line.includes("guard."));
  };
  const roleOf = (email: string) => [...world.emulator.store.users.values()].find((one) => one.email === email)?.roleID;
  return { world, stack, refusal, warnings, roleOf };
}

const role = (serviceRoleURNs: string[], guard?: object): Declaration => ({
  class: "Role",
  name: "operator",
  inputs: { roleId: "operator", name: "Role operator", serviceRoleURNs, adopt: "overwrite", ...(guard && { guard }) },
});
const assign = (name: string, roleId: string, guard?: object): Declaration => ({
  class: "UserAssignment",
  name,
  inputs: { email: `${name}@example.com`, roleId, ...(guard && { guard }) },
});

test.each([
  ["protectedUsers", { protectedUsers: ["ann@*"] }],
  ["maxRemovals", { maxRemovals: 0 }],
])(
  "preview refuses what a guard of one user refuses for certain, and its digest allows it at up: %s",
  async (name, guard) => {
    const { world, stack, refusal, roleOf } = setUp();
    for (const isStored of [false, true]) {
      if (isStored) await stack.up([assign("ann", "operator", guard)]);
      world.emulator.clearRequests();
      const refused = await refusal([assign("ann", "empty", guard)]);
      expect(refused).toContain(`guard.${name}: `);
      expect(refused).toContain("Refused, before anything was written: ann@example.com (role operator → empty)");
      expect(world.emulator.writes()).toEqual([]);
      const allow = /allow: "([0-9a-f]+)"/.exec(String(refused))?.[1];
      await expect(stack.up([assign("ann", "empty", { ...guard, allow: "0000000000000000" })])).rejects.toThrow(name);
      expect(roleOf("ann@example.com")).toBe("operator");
      if (isStored) await stack.up([assign("ann", "empty", { ...guard, allow })]);
      else await stack.preview([assign("ann", "empty", { ...guard, allow })]);
    }
    expect(roleOf("ann@example.com")).toBe("empty");
  },
);

test("a protected user is so by an address that they had, at preview too", async () => {
  const { world, stack, refusal } = setUp();
  const guard = { protectedUsers: ["ann@*"] };
  await stack.up([assign("ann", "operator", guard)]);
  const ann = [...world.emulator.store.users.values()].find(({ email }) => email.startsWith("ann"));
  world.emulator.edit.modifyUser(ann?.id ?? "", { email: "anna.new@example.com" });
  await stack.refresh();
  const moved: Declaration = { class: "UserAssignment", name: "ann", inputs: { email: "anna.new@example.com", guard } };
  await stack.up([{ ...moved, inputs: { ...moved.inputs, roleId: "operator" } }]);
  expect(await refusal([{ ...moved, inputs: { ...moved.inputs, roleId: "empty" } }])).toContain(
    "guard.protectedUsers: anna.new@",
  );
});

test("preview warns of the removal that is one too many, each by itself, and once", async () => {
  const { stack, warnings } = setUp();
  const guard = { maxRemovals: 2 };
  const said = [
    "warning: guard.maxRemovals: 3 removals in this run, at most 2: `pulumi up` refuses cas@example.com (role operator → empty)",
  ];
  expect(await warnings(NAMES.map((name) => assign(name, "empty", guard)))).toEqual(said);
  await stack.up(NAMES.map((name) => assign(name, "operator", guard)));
  expect(await warnings(NAMES.map((name) => assign(name, "empty", guard)))).toEqual(said);
  expect(await warnings(NAMES.map((name) => assign(name, "operator", guard)))).toEqual([]);
});

test("preview warns if too few admins are left by what it knows so far, and counts those who become one", async () => {
  const { stack, warnings } = setUp();
  const said =
    "warning: guard.minimumAdmins: 0 enabled admins would be left of 2, at least 1: `pulumi up` refuses " +
    "boss@example.com (role full-access → operator), unless another resource makes someone an admin before";
  const both = [assign("root", "operator"), assign("boss", "operator")];
  expect(await warnings(both)).toEqual([said]);
  expect(await warnings([assign("root", "operator")])).toEqual([]);
  expect(await warnings([assign("ann", "full-access"), ...both])).toEqual([]);
  await stack.up([assign("root", "full-access"), assign("boss", "full-access")]);
  expect(await warnings(both)).toEqual([said]);
});

test("what is not known yet is judged at up", async () => {
  const { stack, warnings } = setUp();
  const maker: Declaration = {
    class: "Role",
    name: "maker",
    inputs: { roleId: "made", name: "M", serviceRoleURNs: [] },
  };
  const program = [maker, { ...assign("ann", "made", { protectedUsers: ["ann@*"] }), refs: { roleId: "maker" } }];
  expect(await warnings(program)).toEqual([]);
  await expect(stack.up(program)).rejects.toThrow("guard.protectedUsers: ann@example.com (role operator → made)");
});

test.each([
  ["protectedRoles", { protectedRoles: ["operator"], maxRemovals: 0 }],
  ["protectedUsers", { protectedUsers: ["ann@*"] }],
  ["maxRemovals", { maxRemovals: 0 }],
])(
  "preview refuses what a guard of one role refuses for certain, and its digest allows it at up: %s",
  async (name, guard) => {
    const { world, stack, refusal } = setUp();
    const urns = () => world.emulator.store.roles.get("operator")?.serviceRoleURNs;
    for (const isStored of [false, true]) {
      if (isStored) await stack.up([role([READ], guard)]);
      world.emulator.clearRequests();
      const refused = await refusal([role([], guard)]);
      expect(refused).toContain(`guard.${name}: `);
      expect(refused).toContain(`Refused, before anything was written: role operator (loses ${READ})`);
      expect(world.emulator.writes()).toEqual([]);
      const allow = /allow: "([0-9a-f]+)"/.exec(String(refused))?.[1];
      await expect(stack.up([role([], { ...guard, allow: "0000000000000000" })])).rejects.toThrow(name);
      expect(urns()).toEqual([READ]);
      if (isStored) await stack.up([role([], { ...guard, allow })]);
      else await stack.preview([role([], { ...guard, allow })]);
    }
    expect(urns()).toEqual([]);
  },
);

test("preview counts the narrowing of a role among the removals, and warns of too few admins", async () => {
  const { world, warnings } = setUp();
  const guard = { maxRemovals: 1 };
  expect(await warnings([assign("ann", "empty"), { ...role([], guard), after: ["ann"] }])).toEqual([
    `warning: guard.maxRemovals: 2 removals in this run, at most 1: \`pulumi up\` refuses role operator (loses ${READ})`,
  ]);
  for (const id of ["root", "boss"]) {
    const user = [...world.emulator.store.users.values()].find(({ email }) => email.startsWith(id));
    world.emulator.edit.modifyUser(user?.id ?? "", { roleID: "operator" });
  }
  const IDENTITY = READ.replace("workload", "identity").replace("read-only", "full-access");
  world.emulator.edit.modifyRole("operator", { serviceRoleURNs: [READ, IDENTITY] });
  expect((await warnings([role([READ])])).join()).toContain("guard.minimumAdmins: 0 enabled admins would be left of 5");
});

test("a role that nobody holds is narrowed as before, and one that no guard is about too", async () => {
  const { world, stack, warnings } = setUp();
  expect(await warnings([role([])])).toEqual([]);
  for (const user of world.emulator.store.users.values()) user.roleID = "full-access";
  await stack.up([role([], { maxRemovals: 0, protectedRoles: ["another"] })]);
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([]);
});

test("each removal that is one too many has the same count at preview and at up", async () => {
  const { world, stack, warnings } = setUp();
  const guard = { maxRemovals: 1 };
  const program = NAMES.map((name) => assign(name, "empty", guard));
  const said = "guard.maxRemovals: 2 removals in this run, at most 1";
  const foretold = await warnings(program);
  expect(foretold.map((line) => line.includes(said))).toEqual([true, true]);
  world.log.lines.length = 0;
  await expect(stack.up(program)).rejects.toThrow(said);
  expect(world.log.text).not.toContain("3 removals");
});
