// Only the real engine shows that a guard in the configuration reaches the provider, and what a saved plan holds.
// test/unit/played/guards.test.ts has what guards refuse and allow.
import { expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, startCloud } from "./harness.js";
import { AUDIT, READ, user } from "./scene.js";
import { userSet } from "./set-scene.js";

const PEOPLE = Array.from({ length: 9 }, (_, n) => `p${n}`);
const SEED = {
  roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: [READ, AUDIT] }],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    ...PEOPLE.map((id) => ({ id, email: `${id}@example.com`, roleID: "auditor" })),
  ],
};
const members = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [`${id}@example.com`, "auditor"]));
const enabled = ({ emulator }: Cloud) =>
  [...emulator.store.users.values()].filter(({ state }) => state === "enabled").map(({ id }) => id);

describeEngine("guards of the stack's configuration", () => {
  test("apply to sets and single resources alike", async () => {
    const cloud = await startCloud({ seed: SEED });
    const guard = JSON.stringify({ protectedUsers: ["p1@*"], minimumAdmins: 1, maxRemovals: 2 });
    const stack = await createStack({ cloud, config: { "cloudone:guard": guard } });
    await stack.program([userSet(members(["p0", "p1", "p2"]), { removed: "remove" }), user("p3", "auditor")]);
    await stack.up({ skipPreview: true });
    await stack.program([
      userSet(members(["p2"]), { removed: "remove" }),
      user("p3", "scanner"),
      user("p4", "scanner"),
    ]);
    const refused = await stack.preview({ fails: true });
    expect(refused.errors("team").join()).toContain("guard.protectedUsers: p1@example.com (remove)");
    await stack.program([
      userSet(members(["p1", "p2"]), { removed: "remove" }),
      user("p3", "scanner", {}, { dependsOn: ["team"] }),
      user("p4", "scanner", {}, { dependsOn: ["p3"] }),
    ]);
    const stopped = await stack.up({ skipPreview: true, fails: true });
    expect(stopped.errors("p4").join()).toContain("guard.maxRemovals: 3 removals in this run, at most 2");
    expect(cloud.emulator.store.users.get("p4")?.roleID).toBe("auditor");
    await stack.setConfig("cloudone:guard", '{ "maxRemoval": 2 }');
    expect((await stack.preview({ fails: true })).output).toContain("cloudone:guard");
  });
});

describeEngine("an update plan", () => {
  test("refuses an up that would remove access of others than its preview showed", async () => {
    const cloud = await startCloud({ seed: SEED });
    const stack = await createStack({ cloud, env: { PULUMI_EXPERIMENTAL: "true" } });
    const exclude = ["root@*", "p3@*", "p4@*", "p5@*", "p6@*", "p7@*", "p8@*"];
    await stack.program([userSet(members(["p0", "p1"]), { unmanaged: "disable", exclude })]);
    await stack.preview({ args: ["--save-plan", "plan.json"] });
    cloud.emulator.edit.addUser({ id: "new", email: "new@example.com", roleID: "auditor" });
    const refused = await stack.up({ skipPreview: true, args: ["--plan", "plan.json"], fails: true });
    expect(refused.output).toMatch(/violates plan: properties changed: .*removals/);
    expect(cloud.emulator.writes()).toEqual([]);
    expect(enabled(cloud)).toContain("new");

    await stack.preview({ args: ["--save-plan", "plan.json"] });
    await stack.up({ skipPreview: true, args: ["--plan", "plan.json"] });
    expect(enabled(cloud)).not.toContain("new");
    expect(enabled(cloud)).not.toContain("p2");
    await stack.preview({ args: ["--save-plan", "plan.json"] });
    cloud.emulator.edit.addUser({ id: "newer", email: "newer@example.com", roleID: "auditor" });
    await stack.up({ skipPreview: true, args: ["--plan", "plan.json"], fails: true });
    expect(enabled(cloud)).toContain("newer");
  });
});
