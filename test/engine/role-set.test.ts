// Only the real engine shows that a set of roles lives through the CLI, gRPC and a port, what its diff and mistakes in a program print,
// and in which order sets and single users of one program run. test/unit/played/role-set.test.ts has the policies and other switches.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, type Stack, startCloud, unknownAtPreview } from "./harness.js";
import { custom, roleSetLife } from "./lives/role-set.js";
import { user } from "./scene.js";
import { auditor, operator, roleSet, userSet } from "./set-scene.js";

describeEngine("a set of roles", () => {
  roleSetLife({ startCloud, createStack, switches: {}, showsProperties: true });
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

  test("and moving its users takes one up, whether a set or single resources declare them", async () => {
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
    const up = await stack.up({ skipPreview: true });
    expect(up.warnings("roles").join()).toContain(
      "role operator is dropped but still held by user ann@example.com, user bob@example.com",
    );
    expect(up.output).toContain("role operator was dropped from its set, and no one holds it anymore: deleted.");
    expect(custom(cloud)).toEqual(["auditor"]);
    await stack.expectNoChanges();
    await stack.expectNoChanges({ refresh: true });
  });
});

describeEngine("a set of roles with mistakes", () => {
  test("is refused at preview, entry by entry, and nothing is written", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    await stack.program([
      roleSet({ "full-access": auditor, "Bad Id": auditor }, { guard: { maxRemovalFraction: 1.5 } }),
      roleSet({}, {}, "empty"),
      roleSet(unknownAtPreview({ auditor }) as never, {}, "unknown"),
    ]);
    const reported = (await stack.preview({ fails: true })).errors().join("\n");
    for (const line of [
      "RoleSet 'roles': roles.full-access: a predefined role can be neither changed nor deleted",
      "roles.Bad Id",
      "maxRemovalFraction must be at most 1: it is a fraction, not a percentage",
      "RoleSet 'empty': roles: the set is empty; if you mean that, set allowEmpty: true",
      "RoleSet 'unknown': roles: the role ids must be known at preview",
    ]) {
      expect(reported).toContain(line);
    }
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
