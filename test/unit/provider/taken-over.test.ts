import { describe, expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

function setUp() {
  const world = new World({
    seed: {
      roles: [{ id: "auditor" }, { id: "operator" }],
      users: Array.from({ length: 12 }, (_, n) => ({
        email: `user${n}@example.com`,
        name: `U${n}`,
        roleID: "auditor",
      })),
    },
  });
  const stack = new Stack(() => world.session());
  const said = async (program: Declaration[]) => {
    world.log.lines.length = 0;
    await stack.preview(program);
    return [...world.log.lines];
  };
  return { world, stack, said };
}

const single = (n: number, more = {}): Declaration => ({
  class: "UserAssignment",
  name: `user${n}`,
  inputs: { email: `user${n}@example.com`, roleId: "auditor", ...more },
});
const set = (count: number, more: Record<string, string> = {}): Declaration => ({
  class: "UserAssignmentSet",
  name: "team",
  inputs: {
    users: {
      ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`user${n}@example.com`, "auditor"])),
      ...more,
    },
  },
});
const settings = (inputs: object): Declaration => ({
  class: "AccountSettings",
  name: "settings",
  inputs: { ...inputs },
});

test("a user and settings that are as declared are said to be taken over, and written or changed ones are not", async () => {
  const { stack, said } = setUp();
  expect(await said([single(0), settings({ alias: "Emulated account" })])).toEqual([
    "info: user user0@example.com (U0): taken over as is, nothing is written",
    "info: settings of account 012345678912: taken over as is, nothing is written",
  ]);
  const changed = [single(0, { roleId: "operator" }), settings({ alias: "Other" })];
  expect((await said(changed)).join()).not.toContain("taken over");
  await stack.up([single(0)]);
  expect(await said([single(0)])).toEqual([]);
});

test("a set says how many new members it takes over, and names a few", async () => {
  const { stack, said } = setUp();
  expect(await said([set(2)])).toEqual([
    "info: 2 users are taken over as they are, nothing is written: user user0@example.com, user user1@example.com",
  ]);
  expect(await said([set(11)])).toEqual(["info: 11 users are taken over as they are, nothing is written"]);
  await stack.up([set(11)]);
  expect(await said([set(12)])).toEqual(["info: user user11@example.com: taken over as is, nothing is written"]);
  expect((await said([set(11, { "user11@example.com": "operator" })])).join()).not.toContain("taken over");
});

test("a set of roles says how many it takes over", async () => {
  const { said } = setUp();
  const roles = Object.fromEntries(["auditor", "operator"].map((id) => [id, { name: id, serviceRoleURNs: [] }]));
  expect(await said([{ class: "RoleSet", name: "roles", inputs: { roles } }])).toEqual([
    "info: 2 roles are taken over as they are, nothing is written: role auditor, role operator",
  ]);
});

describe("many singles", () => {
  /** As the program sends them: each with how many of its kind are declared by then. */
  const crowd = (count: number, from = 0, of = from + count): Declaration[] =>
    Array.from({ length: count }, (_, n) => single(from + n, { __ofKind: of }));

  test("are told in one line a kind, as soon as all of it are checked", async () => {
    const { said, stack } = setUp();
    const roles = ["auditor", "operator"].map((roleId): Declaration => {
      return { class: "Role", name: roleId, inputs: { roleId, name: roleId, serviceRoleURNs: [], __ofKind: 2 } };
    });
    expect(await said([...crowd(12), ...roles])).toEqual([
      "info: 12 users are taken over as they are, nothing is written",
      "info: 2 roles are taken over as they are, nothing is written: role auditor, role operator",
    ]);
    await stack.up([...crowd(12), ...roles]);
    expect(JSON.stringify(stack.state.map(({ inputs, outputs }) => ({ inputs, outputs })))).not.toContain("__ofKind");
    expect(await said([...crowd(12), ...roles])).toEqual([]);
  });

  test("are told also if the last one changes, and those that are changed are not counted", async () => {
    const { said } = setUp();
    const lines = await said([...crowd(11, 0, 12), single(11, { roleId: "operator", __ofKind: 12 })]);
    expect(lines.filter((line) => line.includes("taken over"))).toEqual([
      "info: 11 users are taken over as they are, nothing is written",
    ]);
  });

  test("are told by each part of a program that waits in between", async () => {
    const { said } = setUp();
    expect(await said([...crowd(8), ...crowd(4, 8)])).toEqual([
      "info: 8 users are taken over as they are, nothing is written",
      "info: 4 users are taken over as they are, nothing is written",
    ]);
  });
});
