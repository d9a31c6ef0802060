// Only the real engine shows what a saved plan holds of a set of roles, and how a set and single roles of one program know of each other.
// test/unit/played/set-runs.test.ts has what else sets do run after run.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, type Stack, startCloud } from "./harness.js";
import { READ, role } from "./scene.js";
import { roleSet } from "./set-scene.js";

const IDS = Array.from({ length: 8 }, (_, n) => `r${n}`);
const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });
const many = (ids: readonly string[], ...urns: string[]) => Object.fromEntries(ids.map((id) => [id, entry(...urns)]));
const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);
const there = ({ emulator }: Cloud) => [...emulator.store.roles.keys()].filter((id) => /^r\d$/.test(id));

describeEngine("a set of roles", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud({ seed: { roles: [{ id: "by-hand", serviceRoleURNs: [] }] } });
    stack = await createStack({ cloud, env: { PULUMI_EXPERIMENTAL: "true" } });
    await stack.program([roleSet(many(IDS, READ))]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
  });

  test("deletes only the roles that the preview of a saved plan showed", async () => {
    const { edit } = cloud.emulator;
    await stack.program([roleSet(many(IDS, READ), { unmanaged: "delete" })]);
    await stack.preview({ args: ["--save-plan", "plan.json"] });
    edit.createRole({ id: "later", name: "Later" });
    const refused = await stack.up({ skipPreview: true, args: ["--plan", "plan.json"], fails: true });
    expect(refused.output).toMatch(/violates plan: properties changed: .*removals/);
    expect(cloud.emulator.writes()).toEqual([]);
    edit.deleteRole("later");
    await stack.up({ skipPreview: true, args: ["--plan", "plan.json"] });
    expect(writes(cloud)).toEqual(["DELETE /roles/by-hand"]);
  });

  test("and single roles take over roles from each other without a write", async () => {
    cloud.emulator.clearRequests();
    const singles = IDS.slice(4).map((id) => role(id, { ...entry(READ), description: "" }));
    await stack.program([roleSet(many(IDS.slice(0, 4), READ)), ...singles]);
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    await stack.program([roleSet(many(IDS, READ))]);
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    expect([cloud.emulator.writes(), there(cloud)]).toEqual([[], IDS]);
  });
});
