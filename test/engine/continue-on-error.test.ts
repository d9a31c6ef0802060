import { expect, test } from "@jest/globals";
import { createStack, describeEngine, ref, startCloud } from "./harness.js";
import { renamed, role, user } from "./scene.js";

describeEngine("up --continue-on-error", () => {
  test("takes nothing that a declaration has which was passed over, and keeps a renamed entry whose new name failed", async () => {
    const cloud = await startCloud({
      seed: {
        users: [
          { id: "root", email: "root@example.com", roleID: "full-access" },
          { id: "ann", email: "ann@example.com", roleID: "scanner" },
          { id: "cem", email: "cem@example.com", roleID: "scanner" },
        ],
      },
    });
    const stack = await createStack({ cloud });
    await stack.program([
      user("ann", "scanner", { deletionPolicy: "remove" }),
      role("kept", { description: "as it was" }),
      user("cem", "scanner"),
    ]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();

    const { faults } = cloud.emulator;
    faults.add({ kind: "403-empty", match: { method: "POST" }, times: Number.POSITIVE_INFINITY });
    const people = {
      kind: "UserAssignmentSet",
      name: "people",
      args: { users: { "ann@example.com": ref("cem", "roleId") } },
      options: {},
    };
    const moved = [
      user("cem", "read-only"),
      people,
      renamed(role("kept", { description: "another", adopt: "overwrite" }), "new"),
    ];
    await stack.program(moved);
    const args = ["--continue-on-error"];
    const failed = await stack.up({ skipPreview: true, fails: true, args });
    expect(failed.errors("ann").join()).toContain("another step of this run failed");
    expect(failed.errors("kept").join()).toContain("another step of this run failed");
    expect(cloud.emulator.writes().map(({ method }) => method)).not.toContain("DELETE");
    expect(await stack.resourceNames()).toEqual(["ann", "cem", "kept"]);

    faults.clear();
    await stack.up({ skipPreview: true, args });
    expect(await stack.resourceNames()).toEqual(["cem", "new", "people"]);
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "enabled" });
    expect(cloud.emulator.store.roles.get("kept")?.description).toBe("another");
    await stack.expectNoChanges({ refresh: true });
  });
});
