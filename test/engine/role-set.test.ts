import { beforeAll, expect, test } from "@jest/globals";
import type { Switches } from "../../emulator/index.js";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud, unknownAtPreview } from "./harness.js";
import { AUDIT, FULL, READ, role, user } from "./scene.js";
import { auditor, operator, roleSet, userSet } from "./set-scene.js";

const PREDEFINED = ["full-access", "read-only", "scanner"];
const MIXED = {
  modifySemantics: "replace",
  urnOrder: "reversed",
  descriptionDefault: null,
  endOfList: "null",
  maxLimit: 2,
  largeLimit: "reject",
  deleteGone: 404,
  deleteStatus: 200,
  unknownFields: true,
  duplicateRole: 409,
  deleteRoleInUse: "allowed",
} as const satisfies Partial<Switches>;

const custom = ({ emulator }: Cloud) =>
  [...emulator.store.roles.keys()].filter((id) => !PREDEFINED.includes(id)).sort();
const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);

describeEngine.each<[string, Partial<Switches>]>([
  ["by default", {}],
  ["with many switches turned", MIXED],
])("a set of roles, %s", (_, switches) => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud({
      switches,
      seed: {
        roles: [
          { id: "operator", name: "Operator", serviceRoleURNs: [READ] },
          { id: "by-hand", serviceRoleURNs: [FULL] },
        ],
        users: [{ id: "ann", email: "ann@example.com", roleID: "operator" }],
      },
    });
    stack = await createStack({ cloud });
  });

  test("creates what is missing and takes over what is as declared; then a preview and a refresh are empty", async () => {
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

  test("shows gains and removals at preview, as warnings and as properties, and what up does is that", async () => {
    cloud.emulator.clearRequests();
    const narrowed = { ...operator, serviceRoleURNs: [AUDIT] };
    await stack.program([roleSet({ operator: narrowed, reviewer: auditor })]);
    const preview = await stack.preview({ diff: true });
    const lost = `role operator (loses ${READ}, held by user ann@example.com)`;
    expect(preview.warnings("roles")).toEqual([`2 roles would be narrowed or deleted: ${lost}; role auditor (delete)`]);
    expect(preview.output).toContain(`role operator gains ${AUDIT}`);
    expect(preview.output).toMatch(/removals *: \[/);
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes(cloud).sort()).toEqual(["DELETE /roles/auditor", "POST /roles", "POST /roles/operator"]);
    expect(custom(cloud)).toEqual(["by-hand", "operator", "reviewer"]);
    await stack.expectNoChanges({ refresh: true });
    await stack.refresh({ expectNoChanges: true });
  });

  test("sets back what was changed or deleted by hand, and leaves alone what was added", async () => {
    cloud.emulator.edit.modifyRole("operator", { name: "By hand" });
    cloud.emulator.edit.deleteRole("reviewer");
    cloud.emulator.edit.createRole({ id: "stranger" });
    expect((await stack.refresh({ previewOnly: true, expectNoChanges: true, fails: true })).code).toBe(7);
    await stack.up({ refresh: true });
    expect(custom(cloud)).toEqual(["by-hand", "operator", "reviewer", "stranger"]);
    expect(cloud.emulator.store.roles.get("operator")?.name).toBe("Operator");
    await stack.expectNoChanges({ refresh: true });
  });

  test("under another Pulumi name holds the same roles; deleted, it leaves them", async () => {
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
});

describeEngine("retiring a role", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud({
      seed: {
        users: ["ann", "bob"].map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" })),
      },
    });
    stack = await createStack({ cloud });
  });

  test("and moving its users is one up, whether they stand in a set or alone", async () => {
    await stack.program([
      roleSet({ auditor, operator }),
      userSet({ "ann@example.com": "operator" }, {}, "team", { dependsOn: ["roles"] }),
      user("bob", "operator", {}, { dependsOn: ["roles"] }),
    ]);
    await stack.up({ skipPreview: true });
    expect([...cloud.emulator.store.users.values()].map(({ roleID }) => roleID)).toEqual(["operator", "operator"]);
    await stack.program([
      roleSet({ auditor }),
      userSet({ "ann@example.com": "auditor" }, {}, "team", { dependsOn: ["roles"] }),
      user("bob", "auditor", {}, { dependsOn: ["team"] }),
    ]);
    const up = await stack.up();
    expect(up.warnings("roles").join()).toContain(
      "role operator is dropped but still held by user ann@example.com, user bob@example.com",
    );
    expect(up.output).toContain("role operator was dropped from its set, and no one holds it anymore: deleted.");
    expect(custom(cloud)).toEqual(["auditor"]);
    await stack.expectNoChanges();
    await stack.refresh({ expectNoChanges: true });
    await stack.expectNoChanges();
  });

  test("that somebody still holds fails nothing: the warning names the holders, and the next run goes on", async () => {
    // Without her set Ann keeps the role.
    await stack.program([roleSet({ auditor, operator }), user("bob", "auditor")]);
    await stack.up({ skipPreview: true });
    await stack.program([roleSet({ operator }), user("bob", "operator")]);
    await stack.up({ skipPreview: true });
    expect(custom(cloud)).toEqual(["auditor", "operator"]);
    expect((await stack.resource("roles")).outputs.retiring).toEqual(["auditor"]);
    const still = await stack.expectNoChanges({ refresh: true });
    expect(still.warnings("roles").join()).toMatch(/role auditor is dropped but still held by user ann@example\.com/);
    cloud.emulator.edit.modifyUser("ann", { roleID: "read-only" });
    const next = await stack.up();
    expect(next.warnings("roles").join()).toContain("role auditor (delete)");
    expect(custom(cloud)).toEqual(["operator"]);
    await stack.expectNoChanges({ refresh: true });
  });
});

describeEngine("a set with policies", () => {
  test("deletes unmanaged roles after it said so, never excluded, predefined or otherwise declared ones; switched off, none", async () => {
    const cloud = await startCloud({
      seed: {
        roles: ["by-hand", "legacy-one", "held"].map((id) => ({ id })),
        users: [{ email: "ann@example.com", roleID: "held" }],
      },
    });
    const stack = await createStack({ cloud });
    await stack.program([roleSet({ auditor }, { unmanaged: "report", exclude: ["legacy-*"] })]);
    expect((await stack.up()).warnings("roles")).toEqual([
      "2 custom roles of the account are declared by nobody: by-hand, held",
    ]);
    const strict = { unmanaged: "delete", exclude: ["legacy-*", "apart"] };
    await stack.program([roleSet({ auditor }, strict), role("apart")]);
    const up = await stack.up();
    expect(up.warnings("roles").join("\n")).toContain("1 role would be narrowed or deleted: role by-hand (delete)");
    expect(up.warnings("roles").join("\n")).toContain(
      "role held is declared by nobody and would be deleted, but is held by user ann@example.com",
    );
    expect(custom(cloud)).toEqual(["apart", "auditor", "held", "legacy-one"]);
    await stack.expectNoChanges({ refresh: true });
    cloud.emulator.edit.createRole({ id: "by-hand-again" });
    await stack.program([roleSet({ auditor }, { exclude: ["legacy-*", "apart"] }), role("apart")]);
    await stack.up();
    expect(custom(cloud)).toContain("by-hand-again");
  });

  test("is refused at preview where it is wrong, entry by entry, and nothing is written", async () => {
    const cloud = await startCloud({ seed: { roles: [{ id: "operator", name: "Other", serviceRoleURNs: [FULL] }] } });
    const stack = await createStack({ cloud });
    await stack.program([
      roleSet({ "full-access": auditor, "Bad Id": auditor }, { guard: { maxRemovalFraction: 1.5 } }),
      roleSet({}, {}, "empty"),
      roleSet(unknownAtPreview({ auditor }) as never, {}, "unknown"),
    ]);
    const told = (await stack.preview({ fails: true })).errors().join("\n");
    for (const line of [
      "RoleSet 'roles': roles.full-access: a predefined role can be neither changed nor deleted",
      "roles.Bad Id",
      "maxRemovalFraction must be at most 1: it is a fraction, not a percentage",
      "RoleSet 'empty': roles: the set is empty; if you mean that, set allowEmpty: true",
      "RoleSet 'unknown': roles: the role ids must be known at preview",
    ]) {
      expect(told).toContain(line);
    }
    await stack.program([roleSet({ auditor, operator })]);
    expect((await stack.preview({ fails: true })).errors().join("\n")).toContain('name: "Other" → "Operator"');
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
