// Only the real engine writes the state whose size and stack traces count.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createStack, declare, describeEngine, startCloud } from "./harness.js";
import { AUDIT, READ } from "./scene.js";

/** A documented-pattern dynamic resource takes 5,700 to 9,800 bytes; one that does nothing, with this text, 1,630. */
const BYTES_PER_ROLE = 1_900;

describeEngine("the state", () => {
  test("grows by at most 1,900 bytes for a role with two URNs and a description of fifty bytes", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    const bytesWith = async (n: number) => {
      await stack.program(
        Array.from({ length: n }, (_, i) =>
          declare("Role", `role-${i}`, {
            roleId: `role-${i}`,
            name: `Role number ${i}`,
            description: "A description of the role of fifty bytes in length",
            serviceRoleURNs: [READ, AUDIT],
          }),
        ),
      );
      await stack.up({ skipPreview: true });
      const file = join(stack.folder, "backend", ".pulumi", "stacks", stack.project, `${stack.name}.json`);
      return (await stat(file)).size;
    };
    const [few, many] = [await bytesWith(5), await bytesWith(25)];
    expect((many - few) / 20).toBeLessThanOrEqual(BYTES_PER_ROLE);
    expect((many - few) / 20).toBeGreaterThan(500);
  });

  test("says where the program declares a role, and holds no frames of the SDK or of this package", async () => {
    const stack = await createStack({ cloud: await startCloud() });
    // What a TypeScript program of CommonJS is compiled to has frames with names; an ES module's own code has none.
    await stack.source(
      'import * as cloudone from "pulumi-cloudone";\n' +
        'function team() { new cloudone.Role("auditor", { roleId: "auditor", name: "Auditor", serviceRoleURNs: [] }); }\n' +
        "team();\n",
    );
    await stack.up({ skipPreview: true });
    const { sourcePosition, stackTrace } = (await stack.resource("auditor")) as {
      sourcePosition?: string;
      stackTrace?: object[];
    };
    expect(sourcePosition).toMatch(/index\.js#2,/);
    expect(stackTrace).toHaveLength(2);
    expect(JSON.stringify(stackTrace)).not.toMatch(/dist\/sdk|@pulumi/);
  });
});
