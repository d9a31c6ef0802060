import { describe, expect, test } from "@jest/globals";
import { createStack, startCloud } from "../../doubles/played.js";
import { declare } from "../../engine/harness/program.js";
import { READ, role } from "../../engine/scene.js";

describe("people who sign in by SSO", () => {
  test("keep the roles that only they hold, single and in a set; where their list is refused, one warning says so", async () => {
    const cloud = await startCloud({ switches: { deleteRoleInUse: "allowed" } });
    // Another base URL of the same server, as the vendor has a host of its own for them.
    const config = { "cloudone:samlBaseUrl": "http://localhost:1/api" };
    const stack = await createStack({ cloud, config });
    const { store, edit, switches } = cloud.emulator;
    const entry = { name: "A role", serviceRoleURNs: [READ] };
    const team = (...ids: string[]) =>
      declare("RoleSet", "team", { roles: Object.fromEntries(ids.map((id) => [id, entry])) });
    await stack.program([role("auditor"), role("spare"), team("keeper", "member")]);
    await stack.up();
    const sam = edit.addSamlUser({ subject: "sam@example.com", roleID: "auditor" });
    const sue = edit.addSamlUser({ subject: "sue@example.com", roleID: "member" });

    await stack.program([team("keeper")]);
    const refused = await stack.up({ fails: true });
    expect(refused.errors().join()).toContain("it is still held by SAML user sam@example.com. Nothing was deleted.");
    expect(refused.warnings().join()).toContain("role member is dropped but still held by SAML user sue@example.com");
    expect([store.roles.has("auditor"), store.roles.has("member")]).toEqual([true, true]);

    for (const { id } of [sam, sue]) edit.modifySamlUser(id, { roleID: "read-only" });
    switches.samlUsersList = 403;
    cloud.emulator.clearRequests();
    const partial = await stack.up({ skipPreview: true });
    const warnings = partial.warnings().filter((text) => text.includes("people who sign in by SSO were not counted"));
    expect(warnings).toEqual([expect.stringContaining("GET /saml-users: 403")]);
    expect(cloud.emulator.requests.filter(({ path }) => path === "/saml-users")).toHaveLength(1);
    expect([...store.roles.keys()].toSorted()).toEqual(["full-access", "keeper", "read-only", "scanner"]);
    await stack.expectNoChanges();
  });
});
