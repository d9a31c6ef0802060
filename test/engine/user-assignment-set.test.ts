import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import {
  type Cloud,
  createStack,
  declare,
  describeEngine,
  ref,
  type Stack,
  startCloud,
  unknownAtPreview,
} from "./harness.js";
import { AUDIT, READ, user } from "./scene.js";
import { auditor, operator, userSet } from "./set-scene.js";

const SEED = {
  roles: [
    { id: "auditor", name: "Auditor", serviceRoleURNs: [READ, AUDIT] },
    { id: "operator", name: "Operator", serviceRoleURNs: [READ] },
  ],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    { id: "ann", email: "Ann@Example.com", roleID: "operator" },
    { id: "bob", email: "bob@example.com", roleID: "auditor" },
    { id: "cas", email: "cas@example.com", roleID: "auditor", state: "disabled" as const },
  ],
};
const MIXED = {
  modifySemantics: "replace",
  emailCase: "lower",
  listOrder: "shuffled",
  endOfList: "empty",
  maxLimit: 2,
  largeLimit: "reject",
  unknownFields: true,
  deleteGone: 404,
} as const satisfies Partial<Switches>;
const TEAM = { "ann@example.com": "auditor", "bob@example.com": "operator", "cas@example.com": { roleId: "operator" } };

const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);
const users = ({ emulator }: Cloud) =>
  Object.fromEntries([...emulator.store.users.values()].map(({ id, roleID, state }) => [id, `${roleID} ${state}`]));

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  ["with many switches turned", MIXED],
])("a set of users, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud({ switches, seed: SEED });
    stack = await createStack({ cloud });
  });

  test("shows at its first preview who gains and who loses, and up does that; then a preview and a refresh are empty", async () => {
    await stack.program([userSet(TEAM)], { ids: ref("team", "userIds") });
    const preview = await stack.preview({ diff: true });
    expect(preview.ops).toEqual({ team: "create" });
    expect(preview.warnings("team")).toEqual([
      "1 user would lose access: bob@example.com (role auditor → operator: loses read-only of audit)",
      expect.stringMatching(/^1 user stays disabled: cas@example\.com\. Declare \{ roleId, state: "enabled" \}/),
    ]);
    expect(preview.output).toMatch(
      /1 user would gain access: ann@example\.com \(role operator → auditor: gains read-only of audit\)/i,
    );
    expect(preview.output).toMatch(
      /removals *: \[\s*\[0\]: "bob@example\.com: role auditor => operator|removals *: \[/,
    );
    expect(preview.output).toMatch(/gains *: \[/);
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(users(cloud)).toMatchObject({ ann: "auditor enabled", bob: "operator enabled", cas: "operator disabled" });
    expect(await stack.outputs()).toEqual({
      ids: { "ann@example.com": "ann", "bob@example.com": "bob", "cas@example.com": "cas" },
    });
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    await stack.expectNoChanges();
  });

  test("takes a difference in letter case for none", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      userSet(Object.fromEntries(Object.entries(TEAM).map(([email, entry]) => [email.toUpperCase(), entry]))),
    ]);
    await stack.expectNoChanges();
    await stack.up({ skipPreview: true, expectNoChanges: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("sets back what was changed by hand", async () => {
    cloud.emulator.edit.modifyUser("ann", { roleID: "full-access" });
    expect((await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true })).code).toBe(7);
    const up = await stack.up({ refresh: true });
    expect(up.warnings("team").join()).toContain("1 user would lose access: ");
    expect(users(cloud).ann).toBe("auditor enabled");
    await stack.expectNoChanges({ refresh: true });
  });

  test("under another Pulumi name holds the same users, and disables whom it drops then", async () => {
    cloud.emulator.clearRequests();
    await stack.program([userSet(TEAM, { deletionPolicy: "apply" }, "first")]);
    await stack.up({ skipPreview: true });
    await stack.program([userSet(TEAM, {}, "second")]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.program([userSet({ "ann@example.com": "auditor" }, {}, "second")]);
    const preview = await stack.preview();
    expect(preview.warnings("second")).toEqual(["1 user would lose access: bob@example.com (disable)"]);
    await stack.up({ skipPreview: true });
    expect(users(cloud)).toMatchObject({ ann: "auditor enabled", bob: "operator disabled", cas: "operator disabled" });
    await stack.expectNoChanges({ refresh: true });
  });

  test("deleted, it leaves everybody; empty and allowed to be, it lets go of its last member as declared", async () => {
    cloud.emulator.clearRequests();
    await stack.program([userSet({}, { allowEmpty: true, removed: "retain" }, "second")]);
    await stack.up({ skipPreview: true });
    await stack.program([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });
});

describeEngine("whom a set drops", () => {
  test("is disabled, removed, given back what was found, or left, as `removed` says", async () => {
    const policies = ["disable", "remove", "restore", "retain"];
    const cloud = await startCloud({
      seed: { ...SEED, users: policies.map((id) => ({ id, email: `${id}@example.com`, roleID: "operator" })) },
    });
    const stack = await createStack({ cloud });
    const sets = (isFull: boolean) =>
      policies.map((removed) =>
        userSet(isFull ? { [`${removed}@example.com`]: "auditor" } : {}, { removed, allowEmpty: true }, removed),
      );
    await stack.program(sets(true));
    await stack.up({ skipPreview: true });
    await stack.program(sets(false));
    await stack.up();
    expect(users(cloud)).toEqual({
      disable: "operator disabled",
      restore: "operator enabled",
      retain: "auditor enabled",
    });
    await stack.expectNoChanges({ refresh: true });
  });
});

describeEngine("mistakes in a set of users", () => {
  test("are told at preview, entry by entry, and nothing is written", async () => {
    const cloud = await startCloud({ seed: SEED });
    const stack = await createStack({ cloud });
    await stack.program([
      userSet({ "ann@example.com": "auditor", "ANN@example.com": "operator" }),
      userSet({ nobody: "auditor" }, { guard: { maxRemovalFraction: -0.1 } }, "bad"),
      userSet(unknownAtPreview(TEAM) as never, {}, "unknown"),
    ]);
    const plain = (await stack.preview({ fails: true })).errors().join("\n");
    for (const line of [
      "UserAssignmentSet 'team': users.ANN@example.com: this is ann@example.com in another spelling",
      "UserAssignmentSet 'bad': users.nobody: ",
      "maxRemovalFraction must be at least 0",
      "UserAssignmentSet 'unknown': users: the email addresses must be known at preview",
    ]) {
      expect(plain).toContain(line);
    }
    expect(cloud.emulator.requests).toEqual([]);
    await stack.program([userSet({ "ann@example.com": "nobody-made-it", "zoe@example.com": "auditor" })]);
    const looked = (await stack.preview({ fails: true })).errors().join("\n");
    expect(looked).toContain("users.ann@example.com: there is no role nobody-made-it in the account");
    expect(looked).toContain("users.zoe@example.com: no user of this account has the email zoe@example.com");
    await stack.program([
      userSet(TEAM),
      declare("UserAssignment", "alone", { userId: "ann", roleId: "operator" }),
      user("bob", "operator"),
    ]);
    expect((await stack.preview({ fails: true })).errors().join("\n")).toMatch(
      /is declared twice: by '.+' and by '.+'/,
    );
    expect(cloud.emulator.writes()).toEqual([]);
  });
});

describeEngine("roles and users of one program", () => {
  test("are known to each other at preview, also where a role is new or changed", async () => {
    const cloud = await startCloud({ seed: SEED });
    const stack = await createStack({ cloud });
    const program = (reviewer: object) => `
      import * as cloudone from "pulumi-cloudone";
      const roles = new cloudone.RoleSet("roles", { roles: ${JSON.stringify({ auditor, operator, ...reviewer })} });
      const team = new cloudone.UserAssignmentSet("team", {
        users: { "ann@example.com": roles.roleIds.auditor, "bob@example.com": roles.roleIds.${Object.keys(reviewer)[0]} },
        guard: { maxRemovals: 0 },
      });
      export const retiring = roles.retiring;`;
    await stack.source(program({ reviewer: { ...auditor, name: "Reviewer" } }));
    const preview = await stack.preview();
    expect(preview.warnings()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(users(cloud)).toMatchObject({ ann: "auditor enabled", bob: "reviewer enabled" });
    expect(writes(cloud)).toEqual(["POST /roles", expect.stringMatching("/users/"), expect.stringMatching("/users/")]);
    // One commit renames the role: the new one comes, Bob moves, the old one goes.
    await stack.source(program({ examiner: { ...auditor, name: "Examiner" } }));
    expect((await stack.preview()).warnings("team")).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(users(cloud).bob).toBe("examiner enabled");
    expect(cloud.emulator.store.roles.has("reviewer")).toBe(false);
    await stack.expectNoChanges({ refresh: true });
  });
});
