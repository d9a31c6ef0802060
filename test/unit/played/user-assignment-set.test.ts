import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { createStack, startCloud } from "../../doubles/played.js";
import { declare } from "../../engine/harness/program.js";
import { TEAM, TEAM_SEED, userAssignmentSetLife, users } from "../../engine/lives/user-assignment-set.js";
import { user } from "../../engine/scene.js";
import { userSet } from "../../engine/set-scene.js";

const MIXED = {
  modifySemantics: "replace",
  emailCase: "lower",
  listOrder: "shuffled",
  endOfList: "empty",
  maxLimit: 2,
  largeLimit: "reject",
  unknownFields: true,
  deleteGone: 404,
} as const satisfies Partial<Switches>;
describe("a set of users, with many switches turned", () => {
  userAssignmentSetLife({ startCloud, createStack, switches: MIXED, showsProperties: false });
});

describe("whom a set drops", () => {
  test("is disabled, removed, given back what was found, or left, as `removed` says", async () => {
    const policies = ["disable", "remove", "restore", "retain"];
    const cloud = await startCloud({
      seed: { ...TEAM_SEED, users: policies.map((id) => ({ id, email: `${id}@example.com`, roleID: "operator" })) },
    });
    const stack = await createStack({ cloud });
    const sets = (isFull: boolean) =>
      policies.map((removed) =>
        userSet(isFull ? { [`${removed}@example.com`]: "auditor" } : {}, { removed, allowEmpty: true }, removed),
      );
    await stack.program(sets(true));
    await stack.up({ skipPreview: true });
    await stack.program(sets(false));
    await stack.up();
    expect(users(cloud)).toEqual({
      disable: "operator disabled",
      restore: "operator enabled",
      retain: "auditor enabled",
    });
    await stack.expectNoChanges({ refresh: true });
  });
});

describe("mistakes in a set of users that the account shows", () => {
  test("are told at preview, entry by entry, and nothing is written", async () => {
    const cloud = await startCloud({ seed: TEAM_SEED });
    const stack = await createStack({ cloud });
    await stack.program([userSet({ "ann@example.com": "nobody-made-it", "zoe@example.com": "auditor" })]);
    const looked = (await stack.preview({ fails: true })).errors().join("\n");
    expect(looked).toContain("users.ann@example.com: there is no role nobody-made-it in the account");
    expect(looked).toContain("users.zoe@example.com: no user of this account has the email zoe@example.com");
    await stack.program([
      userSet(TEAM),
      declare("UserAssignment", "alone", { userId: "ann", roleId: "operator" }),
      user("bob", "operator"),
    ]);
    expect((await stack.preview({ fails: true })).errors().join("\n")).toMatch(
      /is declared twice: by '.+' and by '.+'/,
    );
    expect(cloud.emulator.writes()).toEqual([]);
  });
});
