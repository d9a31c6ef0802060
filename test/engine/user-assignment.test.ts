// Only the real engine shows that an assignment lives through the CLI, gRPC and a port. Its policies, mistakes and faults, and its life
// with other switches, are in test/unit/played/user-assignment.test.ts.
import { expect, test } from "@jest/globals";
import { createStack, describeEngine, startCloud } from "./harness.js";
import { userAssignmentLife } from "./lives/user-assignment.js";
import { user } from "./scene.js";

describeEngine("an assignment", () => {
  userAssignmentLife({ startCloud, createStack, switches: {}, showsProperties: true });
});

describeEngine("an account that is declared as it is", () => {
  test("is adopted by a first up that says so, in one line for each kind, before it ends", async () => {
    const people = Array.from({ length: 40 }, (_, n) => ({
      id: `u${n}`,
      email: `u${n}@example.com`,
      roleID: "read-only",
    }));
    const cloud = await startCloud({
      seed: { users: [{ email: "root@example.com", roleID: "full-access" }, ...people] },
    });
    const stack = await createStack({ cloud });
    await stack.program(people.map(({ id }) => user(id, "read-only", { email: `${id}@example.com` })));
    const line = "40 users are taken over as they are, nothing is written";
    const preview = await stack.preview();
    expect(preview.output.split(line).length - 1).toBeGreaterThan(0);
    expect(preview.output).not.toContain("u1@example.com: taken over");
    expect((await stack.up({ skipPreview: true })).output).toContain(line);
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
