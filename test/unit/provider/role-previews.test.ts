import { describe, expect, test } from "@jest/globals";
import { entry, role, roles } from "../../doubles/declarations.js";
import { ROLE_FORMS } from "../../doubles/forms.js";
import { FOREVER, setScene } from "../../doubles/scene.js";
import { AUDIT, FULL, IDENTITY, READ, urn } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";

/** The role auditor, with so many holders: u00, u01 and so on. */
function setUp(holders = 0) {
  const users = Array.from({ length: holders }, (_, n) => ({
    id: `u-${n}`,
    email: `u${String(n).padStart(2, "0")}@example.com`,
    roleID: "auditor",
  }));
  return setScene({
    seed: {
      roles: [{ id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] }],
      users: [{ id: "u-root", email: "root@example.com", roleID: "full-access" }, ...users],
    },
  });
}

const OTHER_ACCOUNT = "999999999999";
const DOUBTS: [string, string, string][] = [
  [
    "a misspelt service",
    urn("worklod", "read-only"),
    "no role of this account has a role of worklod. Did you mean workload?",
  ],
  [
    "a misspelt role",
    urn("workload", "read-onyl"),
    "no role of this account has role/read-onyl of workload. Did you mean role/read-only?",
  ],
  [
    "a role that is not in use",
    urn("audit", "writer"),
    "no role of this account has role/writer of audit; those in use are role/full-access, role/read-only",
  ],
  [
    "another account",
    urn("workload", "read-only").replace(ACCOUNT, OTHER_ACCOUNT),
    `no role of this account has a URN of account ${OTHER_ACCOUNT}. This account is ${ACCOUNT}`,
  ],
];

describe.each(ROLE_FORMS)("the preview of a role that is declared $form", ({ declare }) => {
  const auditor = (...urns: string[]) => [declare("auditor", urns)];

  test("counts the holders of a role that is narrowed, and names ten of them", async () => {
    const { stack, edit, said } = setUp(12);
    edit.modifyUser("u-11", { state: "disabled" });
    edit.createApiKey({ id: "k-ci", secret: "s", alias: "CI", roleID: "auditor" });
    edit.invite({ email: "zoe@example.com", roleID: "auditor" });
    await stack.up(auditor(READ, AUDIT));
    const text = (await said(() => stack.preview(auditor(READ)))).join("\n");
    expect(text).toContain(
      "loses read-only of audit, held by 11 enabled users, 1 other user, 1 API key, 1 invitation:",
    );
    expect(text).toMatch(/API key k-ci \(CI\),?\s+invitation of zoe@example.com,?\s+user u00@example.com/);
    expect(text).toMatch(/user u07@example.com\s+and 4 more/);
    expect(text).not.toContain("u08@example.com");
  });

  test("names a few holders in the line, and says nothing of holders if there are none", async () => {
    for (const [holders, says] of [
      [2, /held by (2 enabled users: )?user u00@example.com, user u01@example.com/],
      [0, /^(?!.*held by)/s],
    ] as const) {
      const { stack, said } = setUp(holders);
      await stack.up(auditor(READ, AUDIT));
      expect((await said(() => stack.preview(auditor(READ)))).join("\n")).toMatch(says);
    }
  });

  test("names many who become admins one a line", async () => {
    const { stack, said } = setUp(26);
    await stack.up(auditor(READ, AUDIT));
    const text = (await said(() => stack.preview(auditor(READ, AUDIT, IDENTITY)))).join("\n");
    expect(text).toContain("which makes admins of:\n  user u00@example.com\n");
    expect(text).toContain("\n  and 16 more (everyone's role: npx pulumi-cloudone access)");
  });

  test.each(DOUBTS)("doubts a URN of %s, new or changed", async (_, bad, text) => {
    const { stack, log } = setUp();
    await stack.preview([declare("new", [READ, bad])]);
    expect(log.text).toContain(`warning: serviceRoleURNs of role new: ${text}`);
    await stack.up(auditor(READ, AUDIT));
    expect(log.text).not.toContain("of role auditor:");
    await stack.preview(auditor(READ, AUDIT, bad));
    expect(log.text).toContain(`warning: serviceRoleURNs of role auditor: ${text}`);
  });
});

test("a Role that gains or stays as it is reads no holders", async () => {
  const { stack, world, clear } = setUp(2);
  await stack.up([role("auditor", [READ, AUDIT])]);
  clear();
  for (const more of [{}, { name: "Another", description: "Reads" }, { deletionPolicy: "retain" }]) {
    await stack.preview([role("auditor", [READ, AUDIT], more)]);
  }
  expect(world.emulator.requests).toEqual([]);
  await stack.preview([role("auditor", [READ, AUDIT, FULL])]);
  expect(world.emulator.requests.map(({ path }) => path)).toEqual(["/roles"]);
});

test("a Role is narrowed though the key may not list API keys, and preview says that others may hold it", async () => {
  const { stack, faults, log } = setUp(1);
  await stack.up([role("auditor", [READ, AUDIT])]);
  faults.add({ match: { path: "/apikeys" }, kind: "403-empty", times: FOREVER });
  await stack.preview([role("auditor", [READ])]);
  expect(log.text).toContain("loses read-only of audit, held by others that this API key may not read");
});

test("what the account already has is not doubted, and several roles with one doubt share a line", async () => {
  const { stack, log, edit } = setUp();
  const [used, bad] = [urn("workload", "custom"), urn("workload", "other")];
  edit.createRole({ id: "by-hand", name: "By hand", serviceRoleURNs: [used] });
  await stack.preview([roles({ a: entry(used, bad), b: entry(bad) })]);
  expect(log.text).toContain("serviceRoleURNs of roles a, b: no role of this account has role/other of workload");
  expect(log.text).not.toContain("role/custom of");
});

/** Finds the first ten of 26 holders, one a line, and the count of the others. */
function expectHolders(text: string, head: string, end = ""): void {
  expect(text).toContain(`${head} 26 enabled users:\n  user u00@example.com\n  user u01@example.com\n`);
  const rest = "and 16 more (everyone's role: npx pulumi-cloudone access)";
  expect(text).toContain(`\n  user u09@example.com\n  ${rest}\n${end}`.trimEnd());
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(300);
}

test.each([
  [role("auditor", [READ, AUDIT]), "it is still held by", "Nothing was deleted. Give them another role first"],
  [
    roles({ auditor: entry(READ, AUDIT) }, { deletionPolicy: "apply" }),
    "role auditor: it is still held by",
    "It was not deleted.",
  ],
])("a role that many hold is not deleted, and the first ten are named, one a line: %j", async (one, head, end) => {
  const { stack, store } = setUp(26);
  await stack.up([one]);
  const failure = await stack.destroy().catch((error: Error) => error.message);
  expectHolders(String(failure), head, end);
  expect(store.roles.has("auditor")).toBe(true);
});

test.each([
  [roles({ auditor: entry(READ, AUDIT) }), {}, "is dropped but still held by", "It is deleted once they have moved"],
  [roles({ other: entry() }), { unmanaged: "delete" }, "is not declared and would be deleted, but is held by", ""],
])(
  "the preview of a set names the many holders of a role that it would delete: %j",
  async (before, more, head, end) => {
    const { stack, said } = setUp(26);
    await stack.up([before]);
    const lines = await said(() => stack.preview([roles({}, { allowEmpty: true, ...more })]));
    expectHolders(lines.join("\n"), `role auditor ${head}`, end);
  },
);

test("many roles of a set that are deleted, or not declared, stand one a line", async () => {
  const { stack, edit, said } = setUp();
  const none = (more: object) => [roles({}, { allowEmpty: true, ...more })];
  const ids = Array.from({ length: 14 }, (_, n) => `a-role-of-the-team-${n + 10}`);
  for (const id of ids) edit.createRole({ id, ...entry(READ, AUDIT) });
  const reported = (await said(() => stack.preview(none({ unmanaged: "report" })))).join("\n");
  expect(reported).toContain("15 custom roles of the account are not declared:\n");
  expect(reported).toContain("\n  and 5 more (all of them: npx pulumi-cloudone drift)");
  await stack.up([roles(Object.fromEntries(ids.map((id) => [id, entry(READ, AUDIT)])))]);
  const deleted = (await said(() => stack.preview(none({ guard: { maxRemovalFraction: 1 } })))).join("\n");
  expect(deleted).toContain("14 roles would be narrowed or deleted:\n  role a-role-of-the-team-10 (delete)\n");
  expect(deleted).toContain("\n  and 4 more (all of them: pulumi preview --diff)");
});
