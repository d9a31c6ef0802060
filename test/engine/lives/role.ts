import { beforeAll, expect, test } from "@jest/globals";
import type { Emulator } from "../../../emulator/index.js";
import { declare, ref } from "../harness/program.js";
import { AUDIT, FULL, READ, renamed, role } from "../scene.js";
import type { LifeOptions, LivingStack } from "./engine.js";

/** A role from its creation to its deletion; after every step the plan is empty. */
export function roleLife<C extends { emulator: Emulator }>(on: LifeOptions<C>): void {
  let cloud: C;
  let stack: LivingStack;
  const roles = () => cloud.emulator.store.roles;
  const writes = () => cloud.emulator.writes().map(({ method, path }) => `${method} ${path}`);

  beforeAll(async () => {
    cloud = await on.startCloud({
      switches: on.switches,
      seed: {
        roles: [{ id: "present", name: "Role present", description: "", serviceRoleURNs: [AUDIT, READ] }],
        users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }],
      },
    });
    stack = await on.createStack({ cloud });
  });

  test("is created, and one that already exists as declared is adopted; then a preview and a refresh are empty", async () => {
    await stack.program([role("auditor"), role("present"), role("doomed", { description: undefined })], {
      urn: ref("auditor", "cloudOneUrn"),
    });
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "create", present: "create", doomed: "create" });
    expect(cloud.emulator.writes()).toEqual([]);
    expect((await stack.up({ skipPreview: true })).ops).toEqual(preview.ops);
    expect(writes()).toEqual(["POST /roles", "POST /roles"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Role auditor", serviceRoleURNs: [READ, AUDIT] });
    expect(await stack.resource("auditor")).toMatchObject({
      id: "auditor",
      outputs: { cloudOneUrn: roles().get("auditor")?.urn, created: expect.any(String) },
    });
    expect(await stack.outputs()).toEqual({ urn: roles().get("auditor")?.urn });
    await stack.expectNoChanges({ refresh: true });
  });

  test("changes in every declared property, and keeps the others", async () => {
    cloud.emulator.edit.modifyRole("doomed", { description: "by hand" });
    cloud.emulator.clearRequests();
    await stack.program([
      role("auditor", { name: "Auditors", description: "Read all", serviceRoleURNs: [FULL] }),
      role("present", { serviceRoleURNs: [READ, AUDIT] }),
      role("doomed", { description: undefined, name: "Doomed" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "update", present: "same", doomed: "update" });
    expect(preview.warnings("auditor")).toEqual(["role auditor loses read-only of audit"]);
    expect(preview.output).toContain("role auditor gains full-access of workload");
    // The preview reads what explains the change: who holds a role that loses something, and which URNs the account knows.
    const read = new Set(cloud.emulator.requests.map(({ method, path }) => `${method} /${path.split("/")[1]}`));
    expect([...read].sort()).toEqual(
      ["apikeys", "invitations", "roles", "saml-users", "users"].map((list) => `GET /${list}`),
    );
    await stack.up({ skipPreview: true });
    expect(writes().sort()).toEqual(["POST /roles/auditor", "POST /roles/doomed"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Auditors", description: "Read all" });
    expect(roles().get("auditor")?.serviceRoleURNs).toEqual([FULL]);
    expect(roles().get("doomed")).toMatchObject({ name: "Doomed", description: "by hand" });
    await stack.expectNoChanges({ refresh: true });
  });

  test("that was changed or deleted by hand shows at refresh and is restored; one that was added by hand is left alone", async () => {
    cloud.emulator.edit.modifyRole("auditor", { name: "By hand", serviceRoleURNs: [AUDIT, READ] });
    cloud.emulator.edit.deleteRole("doomed");
    cloud.emulator.edit.createRole({ id: "stranger", serviceRoleURNs: [FULL] });
    const drift = await stack.refresh({ previewOnly: true, expectNoChanges: true, diff: true, fails: true });
    expect(drift.code).toBe(7);
    if (on.showsProperties) expect(drift.output).toContain("By hand");
    expect((await stack.refresh()).ops).toEqual({ auditor: "update", present: "same", doomed: "delete" });
    expect(await stack.resourceNames()).toEqual(["auditor", "present"]);
    const up = await stack.up({ skipPreview: true });
    expect(up.ops).toEqual({ auditor: "update", present: "same", doomed: "create" });
    expect(up.warnings("auditor")).toEqual(["role auditor loses read-only of audit"]);
    expect(roles().get("auditor")).toMatchObject({ name: "Auditors", serviceRoleURNs: [FULL] });
    expect(roles().has("doomed")).toBe(true);
    expect(roles().get("stranger")?.serviceRoleURNs).toEqual([FULL]);
    await stack.expectNoChanges({ refresh: true });
  });

  test("whose id changes is replaced: the new one comes, its holder moves, the old one goes", async () => {
    const holder = declare("UserAssignment", "ann", { userId: "ann", roleId: ref("auditor", "roleId") });
    const auditor = role("auditor", { name: "Auditors", description: "Read all", serviceRoleURNs: [FULL] });
    await stack.program([auditor, holder, role("present"), role("doomed", { description: undefined, name: "Doomed" })]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("auditor");
    cloud.emulator.clearRequests();
    const reviewer = { ...auditor, args: { ...auditor.args, roleId: "reviewer" } };
    await stack.program([
      reviewer,
      holder,
      role("present"),
      role("doomed", { description: undefined, name: "Doomed" }),
    ]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "replace", ann: "update", present: "same", doomed: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(writes()).toEqual(["POST /roles", "POST /users/ann", "DELETE /roles/auditor"]);
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("reviewer");
    await stack.expectNoChanges({ refresh: true });
  });

  test("whose Pulumi name changes stays as it is; a plain destroy deletes roles, even one that is already gone", async () => {
    await stack.program([renamed(role("present"), "renamed"), role("gone")]);
    cloud.emulator.clearRequests();
    const rename = await stack.up({ skipPreview: true });
    expect(rename.ops).toEqual({
      renamed: "create",
      gone: "create",
      present: "delete",
      auditor: "delete",
      ann: "delete",
      doomed: "delete",
    });
    expect(rename.output).toContain("role present is left as it is: another resource of this program declares it");
    expect(writes().filter((write) => write.includes("present"))).toEqual([]);
    expect(await stack.resourceNames()).toEqual(["gone", "renamed"]);
    await stack.expectNoChanges({ refresh: true });

    cloud.emulator.edit.deleteRole("gone");
    cloud.emulator.clearRequests();
    await stack.destroy();
    expect(await stack.resourceNames()).toEqual([]);
    expect([...roles().keys()].sort()).toEqual(["full-access", "read-only", "scanner", "stranger"]);
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "disabled" });
  });
}
