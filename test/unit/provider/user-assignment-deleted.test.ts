import { describe, expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { WAYS } from "../../doubles/forms.js";
import { setScene, setUp } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { IDENTITY, READ } from "../../doubles/urns.js";

const ANN = "ann@example.com";
const LET_GO = {
  alone: 'info: assignment of user ann@example.com is left as it is: deletionPolicy is "retain".',
  set: 'info: user ann@example.com: left as they are, since removed is "retain"',
};

describe.each(WAYS)("a user who was declared $way", ({ way, first, last }) => {
  test.each([
    ["disable", "operator disabled", "info: user ann@example.com: disabled, role operator"],
    ["remove", undefined, "info: user ann@example.com: removed from the account"],
    [
      "restore",
      "operator enabled",
      "info: user ann@example.com: given back what was found at create: enabled, role operator",
    ],
    ["retain", "auditor enabled", way === "alone" ? LET_GO.alone : LET_GO.set],
  ])("is treated as the policy says, and up says how: %s", async (removed, left, says) => {
    const { stack, user, edit, said, writes, clear } = setUp();
    edit.modifyUser("u-ann", { roleID: "operator" });
    await settled(stack, first(ANN, { roleId: "auditor", removed }));
    clear();
    expect(await said(() => stack.up(last({ removed })))).toContain(says);
    expect(user("u-ann")).toBe(left);
    expect(writes()).toHaveLength(removed === "retain" ? 0 : 1);
    await settled(stack, last({ removed }));
  });

  test.each([
    ["a role that is gone", "operator"],
    ["an admin role", "full-access"],
    ["a role with identity's full access", "ops"],
  ])("falls back to read-only if a disable finds %s in their baseline", async (_, found) => {
    const { stack, user, edit } = setUp({}, {}, [{ id: "ops", name: "A role", serviceRoleURNs: [READ, IDENTITY] }]);
    edit.modifyUser("u-ann", { roleID: found });
    await stack.up(first(ANN, { roleId: "auditor" }));
    if (found === "operator") edit.deleteRole("operator");
    await stack.up(last());
    expect(user("u-ann")).toBe("read-only disabled");
  });

  test.each([204, 404] as const)("may be gone already when they are to be removed (%s)", async (deleteGone) => {
    const { stack, edit } = setUp({ deleteGone });
    await stack.up(first(ANN, { roleId: "auditor", removed: "remove" }));
    edit.removeUser("u-ann");
    await settled(stack, last({ removed: "remove" }));
  });

  test("is restored to what the first create found, through updates and a refresh", async () => {
    const { stack, user, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "operator", state: "disabled" });
    for (const roleId of ["auditor", "read-only"]) {
      await settled(stack, first(ANN, { roleId, state: "enabled", removed: "restore" }));
    }
    await stack.up(last({ removed: "restore" }));
    expect(user("u-ann")).toBe("operator disabled");
  });

  test.each([
    ["by its name", "full-access", undefined],
    ["by its content", "ops", undefined],
    ["for the guard", "operator", { adminRoles: ["full-access", "operator"] }],
  ])("is not restored to an admin role, and up says so: one %s", async (_, found, guard) => {
    const { stack, log, user, edit } = setUp({}, {}, [
      { id: "ops", name: "A role", serviceRoleURNs: [READ, IDENTITY] },
    ]);
    edit.modifyUser("u-ann", { roleID: found });
    await stack.up(first(ANN, { roleId: "auditor", removed: "restore", guard }));
    await stack.up(last({ removed: "restore", guard }));
    expect(user("u-ann")).toBe("auditor enabled");
    expect(log.text).toContain(
      `user ann@example.com keeps the role auditor: the role found at create, ${found}, is an admin role, and a restore never raises anyone to one.`,
    );
  });

  test("is not restored to a role that is gone: nothing is written", async () => {
    const { stack, user, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "operator" });
    await stack.up(first(ANN, { roleId: "auditor", removed: "restore" }));
    edit.deleteRole("operator");
    await expect(stack.up(last({ removed: "restore" }))).rejects.toThrow("the role found at create, operator, is gone");
    expect(user("u-ann")).toBe("auditor enabled");
  });

  test("is warned of if a restore would give back only what was declared already", async () => {
    const { stack, log, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "operator" });
    const program = first(ANN, { roleId: "auditor", removed: "restore" });
    await stack.up(program);
    expect(log.text).not.toContain("baseline");
    await stack.up(program.map((one) => ({ ...one, name: "renamed" })));
    expect(log.text).toContain("an earlier baseline is lost");
  });
});

test("a single assignment that lets go of its user sends nothing", async () => {
  const { stack, world, clear } = setUp();
  await stack.up([single({ email: ANN, roleId: "auditor", deletionPolicy: "retain" })]);
  clear();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
});

test("up says of users who are as the policy wants already, or gone, that they are", async () => {
  const { stack, said, edit, writes, clear } = setUp();
  await stack.up([
    single({ userId: "u-ann", roleId: "operator" }, "ann"),
    single({ userId: "u-bob", roleId: "auditor", deletionPolicy: "remove" }, "bob"),
  ]);
  edit.modifyUser("u-ann", { roleID: "auditor", state: "disabled" });
  edit.removeUser("u-bob");
  clear();
  expect((await said(() => stack.up([]))).sort()).toEqual([
    "info: user ann@example.com: disabled, role auditor already",
    "info: user bob@example.com: gone from the account already",
  ]);
  expect(writes()).toEqual([]);
});

/** Fourteen operators and an admin, all of them in one set. */
async function setUpMany(removed: string) {
  const many = Array.from({ length: 14 }, (_, n) => `many${n}@example.com`);
  const scene = setScene({
    seed: {
      roles: [{ id: "auditor" }, { id: "operator" }],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        ...many.map((email, n) => ({ id: `u-${n}`, email, roleID: "operator" })),
      ],
    },
  });
  const team = (members: string[]) => [
    users(
      { "root@example.com": "full-access", ...Object.fromEntries(members.map((email) => [email, "auditor"])) },
      { removed, guard: { maxRemovalFraction: 1 } },
    ),
  ];
  await scene.stack.up(team(many));
  return { ...scene, team, many };
}

test.each([
  ["disable", "disabled, role operator"],
  ["remove", "removed from the account"],
  ["restore", "given back what was found at create: enabled, role operator"],
  ["retain", 'left as they are, since removed is "retain"'],
])("up says of many members that a set drops what has become of them: %s", async (removed, fate) => {
  const { stack, said, team, many } = await setUpMany(removed);
  expect((await said(() => stack.up(team(many.slice(1))))).at(-1)).toBe(`info: user many0@example.com: ${fate}`);
  const all = (await said(() => stack.up(team([])))).at(-1) ?? "";
  expect(all.split("\n")[0]).toBe(`info: 13 users: ${fate}:`);
  expect(all.split("\n")).toHaveLength(12);
  expect(all).toContain("\n  and 3 more (everyone's role and state: npx pulumi-cloudone access)");
});

test("up does not say that a member was disabled if that failed", async () => {
  const { stack, said, team, many, faults, log } = await setUpMany("disable");
  faults.add({ match: { method: "POST", path: "/users/u-0" }, kind: "403-echo" });
  await expect(said(() => stack.up(team(many.slice(1))))).rejects.toThrow("403");
  expect(log.text).not.toContain("disabled, role");
});
