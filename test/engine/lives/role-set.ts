import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator } from "../../../emulator/index.js";
import { ref } from "../harness/program.js";
import { AUDIT, FULL, READ } from "../scene.js";
import { auditor, operator, roleSet } from "../set-scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

const PREDEFINED = ["full-access", "read-only", "scanner"];
/** The roles that are not the vendor's own. */
export const custom = ({ emulator }: { emulator: Emulator }) =>
  [...emulator.store.roles.keys()].filter((id) => !PREDEFINED.includes(id)).sort();
const writes = ({ emulator }: { emulator: Emulator }) =>
  emulator.writes().map(({ method, path }) => `${method} ${path}`);

/** A set of roles from its creation to its deletion; after every step the plan is empty. */
export function roleSetLife<C extends { emulator: Emulator }>(on: LifeOptions<C>): void {
  let cloud: C;
  let stack: LivingStack;

  beforeAll(async () => {
    cloud = await on.startCloud({
      switches: on.switches,
      seed: {
        roles: [
          { id: "operator", name: "Operator", serviceRoleURNs: [READ] },
          { id: "by-hand", serviceRoleURNs: [FULL] },
        ],
        users: [{ id: "ann", email: "ann@example.com", roleID: "operator" }],
      },
    });
    stack = await on.createStack({ cloud });
  });

  test("creates what is missing and adopts what already exists as declared; then a preview and a refresh are empty", async () => {
    await stack.program([roleSet({ auditor, operator })], { ids: ref("roles", "roleIds") });
    expect((await stack.preview()).ops).toEqual({ roles: "create" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud)).toEqual(["POST /roles"]);
    expect(await stack.outputs()).toEqual({ ids: { auditor: "auditor", operator: "operator" } });
    expect((await stack.resource("roles")).id).toMatch(/^roles\/\d{12}\/[0-9a-f]{8}$/);
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    await stack.expectNoChanges();
  });

  test("shows gains and removals at preview, as warnings and as properties, and up does exactly that", async () => {
    cloud.emulator.clearRequests();
    const narrowed = { ...operator, serviceRoleURNs: [AUDIT] };
    await stack.program([roleSet({ operator: narrowed, reviewer: auditor })]);
    const preview = await stack.preview({ diff: true });
    const lost = `role operator (loses read-only of workload, held by user ann@example.com)`;
    expect(preview.warnings("roles")).toEqual([`2 roles would be narrowed or deleted: ${lost}, role auditor (delete)`]);
    expect(preview.output).toContain("role operator gains read-only of audit");
    if (on.showsProperties) expect(preview.output).toMatch(/removals *: \[/);
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud).sort()).toEqual(["DELETE /roles/auditor", "POST /roles", "POST /roles/operator"]);
    expect(custom(cloud)).toEqual(["by-hand", "operator", "reviewer"]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("restores what was changed or deleted by hand, and leaves alone what was added", async () => {
    cloud.emulator.edit.modifyRole("operator", { name: "By hand" });
    cloud.emulator.edit.deleteRole("reviewer");
    cloud.emulator.edit.createRole({ id: "stranger" });
    expect((await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true })).code).toBe(7);
    await stack.up({ refresh: true, skipPreview: true });
    expect(custom(cloud)).toEqual(["by-hand", "operator", "reviewer", "stranger"]);
    expect(cloud.emulator.store.roles.get("operator")?.name).toBe("Operator");
    await stack.expectNoChanges({ refresh: true });
  });

  test("holds the same roles under another Pulumi name, and leaves them when it is deleted", async () => {
    cloud.emulator.clearRequests();
    const members = { operator: { ...operator, serviceRoleURNs: [AUDIT] }, reviewer: auditor };
    for (const deletionPolicy of ["apply", "retain"]) {
      await stack.program([roleSet(members, { deletionPolicy }, `roles-${deletionPolicy}`)]);
      await stack.up({ skipPreview: true });
    }
    await stack.program([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
    expect(await stack.resourceNames()).toEqual([]);
  });
}
