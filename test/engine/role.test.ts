// Only the real engine shows that a role lives through the CLI, gRPC and a port, what it prints about mistakes in a program, and how
// unknown values pass. test/unit/played/role.test.ts has other switches, and faults.
import { expect, test } from "@jest/globals";
import { createStack, declare, describeEngine, ref, startCloud, unknownAtPreview } from "./harness.js";
import { roleLife } from "./lives/role.js";
import { READ, role } from "./scene.js";

describeEngine("a role", () => {
  roleLife({ startCloud, createStack, switches: {}, showsProperties: true });
});

describeEngine("mistakes", () => {
  test("in several resources are all reported at one preview, and nothing is written", async () => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] } });
    const stack = await createStack({ cloud });
    await stack.program([
      role("Bad Id"),
      role("no-urn", { serviceRoleURNs: [READ, "nonsense"] }),
      role("misspelled", { serviceRoleUrns: [] }),
      declare("UserAssignment", "both", { email: "ann@example.com", userId: "ann", roleId: "read-only" }),
      declare("UserAssignment", "neither", { roleId: "read-only" }),
      declare("AccountSettings", "account", { locale: "fr", timezone: "Mars/Olympus" }),
    ]);
    const preview = await stack.preview({ fails: true });
    const reported = preview.errors().join("\n");
    for (const line of [
      "Role 'Bad Id': roleId: \"Bad Id\": a role id must consist of lowercase letters, digits and hyphens",
      "Role 'no-urn': serviceRoleURNs[1]: a service role URN has the form urn:cloudone:",
      "Role 'misspelled': serviceRoleUrns: there is no such argument: did you mean serviceRoleURNs? There are roleId, name",
      "UserAssignment 'both': email, userId: exactly one of them says who this is; both given",
      "UserAssignment 'neither': email, userId: exactly one of them says who this is; neither given",
      "AccountSettings 'account': locale: \"fr\": locale must be",
      "AccountSettings 'account': timezone: \"Mars/Olympus\": a timezone must be an IANA name",
    ]) {
      expect(reported).toContain(line);
    }
    expect(cloud.emulator.requests).toEqual([]);
  });

  test("in values that are unknown at preview are reported at up; the preview shows what it can", async () => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "read-only" }] } });
    const stack = await createStack({ cloud });
    const ann = declare("UserAssignment", "ann", { email: "ann@example.com", roleId: unknownAtPreview("auditor") });
    await stack.program([role("auditor", { serviceRoleURNs: [READ, unknownAtPreview("nonsense")] }), ann]);
    const preview = await stack.preview();
    expect(preview.ops).toEqual({ auditor: "create", ann: "create" });
    expect(preview.output).toContain("user ann@example.com (ann): role read-only → (not known yet)");
    expect((await stack.up({ skipPreview: true, fails: true })).errors("auditor").join()).toContain(
      "serviceRoleURNs[1]: a service role URN has the form urn:cloudone:",
    );
    expect(cloud.emulator.writes().filter(({ path }) => path === "/roles")).toEqual([]);

    await stack.program([
      role("auditor", { serviceRoleURNs: unknownAtPreview([READ]) }),
      declare("UserAssignment", "ann", { email: "ann@example.com", roleId: ref("auditor", "roleId") }),
    ]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.store.users.get("ann")?.roleID).toBe("auditor");
    // An unknown value may differ, so the preview shows an update; up finds nothing to do.
    cloud.emulator.clearRequests();
    expect((await stack.preview()).ops).toMatchObject({ auditor: "update" });
    expect((await stack.up({ skipPreview: true })).ops).toEqual({ auditor: "same", ann: "same" });
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
