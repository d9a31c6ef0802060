// Only the real engine goes on after a failure, with --continue-on-error.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, ref, startCloud } from "./harness.js";
import { renamed, role, user } from "./scene.js";

describeEngine("up --continue-on-error", () => {
  test("keeps what a skipped declaration holds, and keeps a renamed entry if its new name failed", async () => {
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
    expect(failed.output).toContain("nothing is deleted in this run");
    expect(cloud.emulator.writes().map(({ method }) => method)).not.toContain("DELETE");
    expect(await stack.resourceNames()).toEqual(["ann", "cem", "kept"]);

    faults.clear();
    await stack.up({ skipPreview: true, args });
    expect(await stack.resourceNames()).toEqual(["cem", "new", "people"]);
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "enabled" });
    expect(cloud.emulator.store.roles.get("kept")?.description).toBe("another");
    await stack.expectNoChanges({ refresh: true });
  });

  test.each([
    [
      "moves to a set that is skipped",
      'new cloudone.UserAssignmentSet("people", { users: { "ann@example.com": roleId } });',
    ],
    [
      "is declared inside an apply of an output that never resolves",
      'roleId.apply((id) => new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: id }));',
    ],
  ])("deletes no one who %s because another provider's resource failed", async (_, declaration) => {
    const cloud = await startCloud({ seed: { users: [{ id: "ann", email: "ann@example.com", roleID: "scanner" }] } });
    const stack = await createStack({ cloud });
    await stack.program([user("ann", "scanner", { deletionPolicy: "remove" })]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();

    const program = (create: string) => `
import * as pulumi from "@pulumi/pulumi";
import * as cloudone from "pulumi-cloudone";
class Other extends pulumi.dynamic.Resource {
  constructor() {
    super({ create: async () => { ${create} } }, "other", {});
  }
}
const roleId = new Other().id.apply(() => "scanner");
${declaration}
`;
    await stack.source(program('throw new Error("out of order");'));
    const args = ["--continue-on-error"];
    const failed = await stack.up({ skipPreview: true, fails: true, args });
    expect(failed.output).toContain("nothing is deleted in this run");
    expect(cloud.emulator.writes()).toEqual([]);
    expect(await stack.resourceNames()).toContain("ann");

    await stack.source(program('return { id: "made", outs: {} };'));
    await stack.up({ skipPreview: true, args });
    expect(cloud.emulator.store.users.get("ann")).toMatchObject({ roleID: "scanner", state: "enabled" });
    await stack.expectNoChanges();
  });
});
