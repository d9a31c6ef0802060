// Only the real engine shows that a set of users lives through the CLI, gRPC and a port, what its diff and mistakes in a program print,
// and what one set knows of another's outputs at preview. test/unit/played/user-assignment-set.test.ts has dropped users, mistakes that only
// the account shows, and other switches.
import { expect, test } from "@jest/globals";
import { type Cloud, createStack, describeEngine, startCloud, unknownAtPreview } from "./harness.js";
import { TEAM, TEAM_SEED, userAssignmentSetLife, users } from "./lives/user-assignment-set.js";
import { auditor, operator, userSet } from "./set-scene.js";

const writes = ({ emulator }: Cloud) => emulator.writes().map(({ method, path }) => `${method} ${path}`);

describeEngine("a set of users", () => {
  userAssignmentSetLife({ startCloud, createStack, switches: {}, showsProperties: true });
});

describeEngine("mistakes in a set of users", () => {
  test("are reported at preview, entry by entry, and nothing is written", async () => {
    const cloud = await startCloud({ seed: TEAM_SEED });
    const stack = await createStack({ cloud });
    await stack.program([
      userSet({ "ann@example.com": "auditor", "ANN@example.com": "operator" }),
      userSet({ nobody: "auditor" }, { guard: { maxRemovalFraction: -0.1 } }, "bad"),
      userSet(unknownAtPreview(TEAM) as never, {}, "unknown"),
    ]);
    const reported = (await stack.preview({ fails: true })).errors().join("\n");
    for (const line of [
      "UserAssignmentSet 'team': users.ANN@example.com: this is ann@example.com in another spelling",
      "UserAssignmentSet 'bad': users.nobody: ",
      "maxRemovalFraction must be at least 0",
      "UserAssignmentSet 'unknown': users: the email addresses must be known at preview",
    ]) {
      expect(reported).toContain(line);
    }
    expect(cloud.emulator.requests).toEqual([]);
  });
});

describeEngine("roles and users of one program", () => {
  test("know of each other at preview, even if a role is new or changed", async () => {
    const cloud = await startCloud({ seed: TEAM_SEED });
    const stack = await createStack({ cloud });
    const program = (reviewer: object) => `
      import * as cloudone from "pulumi-cloudone";
      const roles = new cloudone.RoleSet("roles", { roles: ${JSON.stringify({ auditor, operator, ...reviewer })} });
      const team = new cloudone.UserAssignmentSet("team", {
        users: { "ann@example.com": roles.roleIds.auditor, "bob@example.com": roles.roleIds.${Object.keys(reviewer)[0]} },
        guard: { maxRemovals: 0 },
      });
      export const retiring = roles.retiring;`;
    await stack.source(program({ reviewer: { ...auditor, name: "Reviewer" } }));
    const preview = await stack.preview();
    expect(preview.warnings()).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(users(cloud)).toMatchObject({ ann: "auditor enabled", bob: "reviewer enabled" });
    expect(writes(cloud)).toEqual(["POST /roles", expect.stringMatching("/users/"), expect.stringMatching("/users/")]);
    // One commit renames the role: the new one is created, Bob moves, the old one is deleted.
    await stack.source(program({ examiner: { ...auditor, name: "Examiner" } }));
    expect((await stack.preview()).warnings("team")).toEqual([]);
    await stack.up({ skipPreview: true });
    expect(users(cloud).bob).toBe("examiner enabled");
    expect(cloud.emulator.store.roles.has("reviewer")).toBe(false);
    await stack.expectNoChanges({ refresh: true });
  });
});
