import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator } from "../../../emulator/index.js";
import { ref } from "../harness/program.js";
import { AUDIT, READ } from "../scene.js";
import { userSet } from "../set-scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

export const TEAM_SEED = {
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
export const TEAM = {
  "ann@example.com": "auditor",
  "bob@example.com": "operator",
  "cas@example.com": { roleId: "operator" },
};

/** Role and state of each user, by id. */
export const users = ({ emulator }: { emulator: Emulator }) =>
  Object.fromEntries([...emulator.store.users.values()].map(({ id, roleID, state }) => [id, `${roleID} ${state}`]));

/** A set of users from its creation to its deletion; after every step the plan is empty. */
export function userAssignmentSetLife<C extends { emulator: Emulator }>(on: LifeOptions<C>): void {
  let cloud: C;
  let stack: LivingStack;

  beforeAll(async () => {
    cloud = await on.startCloud({ switches: on.switches, seed: TEAM_SEED });
    stack = await on.createStack({ cloud });
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
    if (on.showsProperties)
      expect(preview.output).toMatch(
        /removals *: \[\s*\[0\]: "bob@example\.com: role auditor => operator|removals *: \[/,
      );
    if (on.showsProperties) expect(preview.output).toMatch(/gains *: \[/);
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

  test("ignores differences in letter case", async () => {
    cloud.emulator.clearRequests();
    await stack.program([
      userSet(Object.fromEntries(Object.entries(TEAM).map(([email, entry]) => [email.toUpperCase(), entry]))),
    ]);
    await stack.up({ skipPreview: true, expectNoChanges: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("restores what was changed by hand", async () => {
    cloud.emulator.edit.modifyUser("ann", { roleID: "full-access" });
    expect((await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true })).code).toBe(7);
    const up = await stack.up({ refresh: true });
    expect(up.warnings("team").join()).toContain("1 user would lose access: ");
    expect(users(cloud).ann).toBe("auditor enabled");
    await stack.expectNoChanges({ refresh: true });
  });

  test("under another Pulumi name holds the same users, and disables those that it then drops", async () => {
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

  test("leaves everyone alone when it is deleted; empty with allowEmpty, it releases its last member as declared", async () => {
    cloud.emulator.clearRequests();
    await stack.program([userSet({}, { allowEmpty: true, removed: "retain" }, "second")]);
    await stack.up({ skipPreview: true });
    await stack.program([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });
}
