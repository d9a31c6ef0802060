import { describe, expect, test } from "@jest/globals";
import { type Args, entry, role, roles, settings, single, users } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import type { Declaration } from "../../doubles/stack.js";

/** Twelve auditors, and the roles auditor and operator. */
function setUp() {
  const scene = setScene({
    seed: {
      roles: ["auditor", "operator"].map((id) => ({ id, name: "A role" })),
      users: Array.from({ length: 12 }, (_, n) => ({
        email: `user${n}@example.com`,
        name: `U${n}`,
        roleID: "auditor",
      })),
    },
  });
  return { ...scene, says: (program: Declaration[]) => scene.said(() => scene.stack.preview(program)) };
}

const assigned = (n: number, more: Args = {}) =>
  single({ email: `user${n}@example.com`, roleId: "auditor", ...more }, `user${n}`);
const team = (count: number, more: Args = {}) =>
  users({
    ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`user${n}@example.com`, "auditor"])),
    ...more,
  });

test("preview says of a user and settings that are as declared that they are taken over, and not of others", async () => {
  const { stack, says } = setUp();
  expect(await says([assigned(0), settings({ alias: "Emulated account" })])).toEqual([
    "info: user user0@example.com (U0): taken over as is, nothing is written",
    "info: settings of account 012345678912: taken over as is, nothing is written",
  ]);
  const changed = [assigned(0, { roleId: "operator" }), settings({ alias: "Other" })];
  expect((await says(changed)).join()).not.toContain("taken over");
  await stack.up([assigned(0)]);
  expect(await says([assigned(0)])).toEqual([]);
});

test("a set says how many new members it takes over, and names a few", async () => {
  const { stack, says } = setUp();
  expect(await says([team(2)])).toEqual([
    "info: 2 users are taken over as they are, nothing is written: user user0@example.com, user user1@example.com",
  ]);
  expect(await says([team(11)])).toEqual(["info: 11 users are taken over as they are, nothing is written"]);
  await stack.up([team(11)]);
  expect(await says([team(12)])).toEqual(["info: user user11@example.com: taken over as is, nothing is written"]);
  expect((await says([team(11, { "user11@example.com": "operator" })])).join()).not.toContain("taken over");
});

test("a set of roles says how many it takes over", async () => {
  const { says } = setUp();
  expect(await says([roles({ auditor: entry(), operator: entry() })])).toEqual([
    "info: 2 roles are taken over as they are, nothing is written: role auditor, role operator",
  ]);
});

describe("many single resources that are taken over", () => {
  /** As the program sends them: each with how many of its kind are declared by then. */
  const crowd = (count: number, from = 0, of = from + count) =>
    Array.from({ length: count }, (_, n) => assigned(from + n, { __ofKind: of }));

  test("share one line a kind, as soon as all of that kind are checked", async () => {
    const { says, stack } = setUp();
    const program = [...crowd(12), ...["auditor", "operator"].map((id) => role(id, [], { __ofKind: 2 }))];
    expect(await says(program)).toEqual([
      "info: 12 users are taken over as they are, nothing is written",
      "info: 2 roles are taken over as they are, nothing is written: role auditor, role operator",
    ]);
    await stack.up(program);
    expect(JSON.stringify(stack.state.map(({ inputs, outputs }) => ({ inputs, outputs })))).not.toContain("__ofKind");
    expect(await says(program)).toEqual([]);
  });

  test("share that line also if the last one changes, which is not counted", async () => {
    const { says } = setUp();
    const lines = await says([...crowd(11, 0, 12), assigned(11, { roleId: "operator", __ofKind: 12 })]);
    expect(lines.filter((line) => line.includes("taken over"))).toEqual([
      "info: 11 users are taken over as they are, nothing is written",
    ]);
  });

  test("have a line for each part of a program that waits in between", async () => {
    const { says } = setUp();
    expect(await says([...crowd(8), ...crowd(4, 8)])).toEqual([
      "info: 8 users are taken over as they are, nothing is written",
      "info: 4 users are taken over as they are, nothing is written",
    ]);
  });
});
