// Only a program in its own process waits between two declarations.
import { beforeAll, expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, ref, type Stack, startCloud } from "./harness.js";
import { user } from "./scene.js";
import { userSet } from "./set-scene.js";

/** What a program may wait for between two declarations. */
const WAITS = {
  promise: "await Promise.resolve();",
  turns: "for (let n = 0; n < 50; n++) await new Promise((r) => setImmediate(r));",
  timer: "await new Promise((r) => setTimeout(r, 200));",
  request: "await (await fetch(process.env.CLOUDONE_BASE_URL + '/slow')).text();",
  lookup: "await cloudone.getRoles();",
  file: 'await (await import("node:fs/promises")).readFile("Pulumi.yaml");',
  command: 'await new Promise((r) => exec("sleep 0.5", r));',
};
const names = Object.keys(WAITS);
const everyone = Object.fromEntries(["bob", ...names].map((name) => [`${name}@example.com`, "auditor"]));
const BOB = { "bob@example.com": "auditor" };

describeEngine("users", () => {
  let cloud: Cloud;
  let stack: Stack;

  beforeAll(async () => {
    cloud = await startCloud({
      seed: {
        roles: [{ id: "auditor" }],
        users: ["bob", ...names].map((name) => ({ email: `${name}@example.com`, roleID: "auditor" })),
      },
    });
    cloud.emulator.faults.add({ match: { path: "/slow" }, kind: "slow-body", delayMs: 700 });
    stack = await createStack({ cloud });
    await stack.program([userSet(everyone)]);
    await stack.up({ skipPreview: true });
  });

  test("move to single assignments below the set, and back: nothing is written, no one is disabled", async () => {
    const singles = names.map((name) => user(name, "auditor"));
    await stack.program([userSet(BOB), ...singles], { ids: ref("team", "userIds") });
    const preview = await stack.preview();
    expect(preview.ops).toMatchObject({ team: "update", timer: "create" });
    expect(preview.warnings()).toEqual([]);
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    await stack.program([userSet(everyone)]);
    await stack.up({ skipPreview: true });
    await stack.expectNoChanges({ refresh: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("move even if the program waits between the declarations, for whatever reason", async () => {
    const singles = Object.entries(WAITS).map(
      ([name, wait]) => `${wait}
        new cloudone.UserAssignment("${name}", { email: "${name}@example.com", roleId: "auditor" });`,
    );
    await stack.source(`
      import { exec } from "node:child_process";
      import * as cloudone from "pulumi-cloudone";
      void exec;
      const team = new cloudone.UserAssignmentSet("team", { users: ${JSON.stringify(BOB)} });
      ${singles.join("\n")}
      export const ids = team.userIds;`);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
    expect((await stack.resourceNames()).length).toBe(names.length + 1);
    await stack.program([userSet(everyone)]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("stay as they are if the program fails before it declares them", async () => {
    await stack.source(`
      import * as cloudone from "pulumi-cloudone";
      new cloudone.UserAssignmentSet("team", { users: ${JSON.stringify(BOB)} });
      await new Promise((r) => setTimeout(r, 50));
      throw new Error("the list of leavers is not there");`);
    const failed = await stack.up({ skipPreview: true, fails: true });
    expect(failed.output).toContain("the list of leavers is not there");
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("stay as they are if a role is undefined: a plain value, an output or a promise", async () => {
    await stack.source(`
      import * as cloudone from "pulumi-cloudone";
      const roles = new cloudone.RoleSet("roles", { roles: { operator: { name: "Operator", serviceRoleURNs: [] } } });
      new cloudone.UserAssignmentSet("team", {
        users: {
          ...${JSON.stringify(everyone)},
          "timer@example.com": undefined,
          "file@example.com": roles.roleIds.misspelt,
          "command@example.com": Promise.resolve(undefined),
        },
      });`);
    const errors = (await stack.preview({ fails: true })).errors("team").join("\n");
    for (const name of ["timer", "file", "command"]) {
      expect(errors).toContain(
        `users.${name}@example.com: a user must be a role id, or { roleId, state, until, then }`,
      );
    }
    await stack.up({ skipPreview: true, fails: true });
    expect(cloud.emulator.writes().filter(({ path }) => path.startsWith("/users"))).toEqual([]);
    cloud.emulator.clearRequests();
  });

  test("stay as they are if the set is empty, or the program without it", async () => {
    await stack.program([userSet({})]);
    expect((await stack.preview({ fails: true })).errors().join()).toContain("the set is empty");
    await stack.program([]);
    await stack.up({ skipPreview: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
