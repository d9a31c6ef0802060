import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { createStack, startCloud } from "../../doubles/played.js";
import { custom, roleSetLife } from "../../engine/lives/role-set.js";
import { FULL, role, user } from "../../engine/scene.js";
import { auditor, operator, roleSet } from "../../engine/set-scene.js";

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

describe("a set of roles, with many switches turned", () => {
  roleSetLife({ startCloud, createStack, switches: MIXED, showsProperties: false });
});

describe("a set with policies", () => {
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
      "2 custom roles of the account are not declared: by-hand, held",
    ]);
    const strict = { unmanaged: "delete", exclude: ["legacy-*", "apart"] };
    await stack.program([roleSet({ auditor }, strict), role("apart")]);
    const up = await stack.up();
    expect(up.warnings("roles").join("\n")).toContain("1 role would be narrowed or deleted: role by-hand (delete)");
    expect(up.warnings("roles").join("\n")).toContain(
      "role held is not declared and would be deleted, but is held by user ann@example.com",
    );
    expect(custom(cloud)).toEqual(["apart", "auditor", "held", "legacy-one"]);
    await stack.expectNoChanges({ refresh: true });
    cloud.emulator.edit.createRole({ id: "by-hand-again" });
    await stack.program([roleSet({ auditor }, { exclude: ["legacy-*", "apart"] }), role("apart")]);
    await stack.up();
    expect(custom(cloud)).toContain("by-hand-again");
  });

  test("is refused at preview where a role of it is there and differs, and nothing is written", async () => {
    const cloud = await startCloud({ seed: { roles: [{ id: "operator", name: "Other", serviceRoleURNs: [FULL] }] } });
    const stack = await createStack({ cloud });
    await stack.program([roleSet({ auditor, operator })]);
    expect((await stack.preview({ fails: true })).errors().join("\n")).toContain('name: "Other" → "Operator"');
    expect(cloud.emulator.writes()).toEqual([]);
  });
});

describe("retiring a role", () => {
  test("that somebody still holds fails nothing: the warning names the holders, and the next run goes on", async () => {
    const cloud = await startCloud({
      seed: { users: ["ann", "bob"].map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" })) },
    });
    const stack = await createStack({ cloud });
    await stack.program([roleSet({ auditor, operator }), user("bob", "auditor", {}, { dependsOn: ["roles"] })]);
    await stack.up({ skipPreview: true });
    cloud.emulator.edit.modifyUser("ann", { roleID: "auditor" });
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
