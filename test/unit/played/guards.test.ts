import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, createStack, type Stack, startCloud } from "../../doubles/played.js";
import type { ProgramValue } from "../../engine/harness/program.js";
import { AUDIT, READ, role, user } from "../../engine/scene.js";
import { auditor, roleSet, userSet } from "../../engine/set-scene.js";

const PEOPLE = Array.from({ length: 9 }, (_, n) => `p${n}`);
const SEED = {
  roles: [{ id: "auditor", name: "Auditor", serviceRoleURNs: [READ, AUDIT] }],
  users: [
    { id: "root", email: "root@example.com", roleID: "full-access" },
    ...PEOPLE.map((id) => ({ id, email: `${id}@example.com`, roleID: "auditor" })),
  ],
};
const members = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [`${id}@example.com`, "auditor"]));
const enabled = ({ emulator }: Cloud) =>
  [...emulator.store.users.values()].filter(({ state }) => state === "enabled").map(({ id }) => id);
const digestIn = (text: string) => /allow: "([0-9a-f]{16})"/.exec(text)?.[1] ?? "";

describe("the default guard of a set", () => {
  let cloud: Cloud;
  let stack: Stack;
  let allow = "";

  beforeAll(async () => {
    cloud = await startCloud({ seed: SEED });
    stack = await createStack({ cloud });
  });

  test("refuses a first apply that would remove most of the account (google IAM, PingOne, Twingate)", async () => {
    for (const unmanaged of ["remove", "disable"]) {
      await stack.program([userSet(members(["p0"]), { unmanaged, exclude: ["root@*"] })]);
      const refused = (await stack.preview({ fails: true })).errors().join("\n");
      expect(refused).toContain(
        "guard.maxRemovalFraction: 8 removals of 9, at most 0.25, the default beyond 5 removals",
      );
      for (const id of PEOPLE.slice(1)) expect(refused).toContain(`${id}@example.com (${unmanaged})`);
    }
    await stack.up({ skipPreview: true, fails: true });
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("judges the whole plan of both sets' members before the first write (Peribolos)", async () => {
    await stack.program([roleSet({ auditor }), userSet(members(PEOPLE))]);
    await stack.up({ skipPreview: true });
    cloud.emulator.clearRequests();
    // Somebody gains, and somebody who is new is given a role: neither happens before what is refused.
    cloud.emulator.edit.addUser({ id: "new", email: "new@example.com", roleID: "read-only" });
    await stack.program([
      roleSet({ auditor }),
      userSet({ "root@example.com": "full-access", "new@example.com": "auditor", "p0@example.com": "full-access" }),
    ]);
    await stack.preview({ fails: true });
    await stack.up({ skipPreview: true, fails: true });
    expect(cloud.emulator.writes()).toEqual([]);

    cloud.emulator.edit.removeUser("new");
    await stack.program([roleSet({ auditor }), userSet({ "root@example.com": "full-access", ...members(["p0"]) })]);
    const refused = (await stack.preview({ fails: true })).errors("team").join("\n");
    expect(refused).toContain("guard.maxRemovalFraction: 8 removals of 10");
    await stack.up({ skipPreview: true, fails: true });
    expect(cloud.emulator.writes()).toEqual([]);
    allow = digestIn(refused);
  });

  test("prints the line that allows exactly this once: not a removal more, and not again", async () => {
    const program = async (ids: string[], guard: Record<string, ProgramValue>) =>
      stack.program([roleSet({ auditor }), userSet({ "root@example.com": "full-access", ...members(ids) }, { guard })]);
    await program([], { allow });
    expect((await stack.up({ skipPreview: true, fails: true })).errors("team").join()).toContain("9 removals of 10");
    expect(cloud.emulator.writes()).toEqual([]);
    await program(["p0"], { allow });
    await stack.up();
    expect(enabled(cloud)).toEqual(["root", "p0"]);
    await stack.expectNoChanges({ refresh: true });
    expect((await stack.resource("team")).outputs).not.toHaveProperty("guard");
    await program(["p0"], {});
    await stack.expectNoChanges();
  });

  test("switching authority off removes nobody (okta)", async () => {
    await stack.program([userSet(members(["p0"]), { unmanaged: "disable", exclude: ["root@*"] })]);
    await stack.up({ skipPreview: true });
    cloud.emulator.edit.modifyUser("p1", { state: "enabled" });
    cloud.emulator.clearRequests();
    await stack.program([userSet(members(["p0"]))]);
    await stack.up();
    expect(cloud.emulator.writes()).toEqual([]);
  });

  test("a difference in letter case removes nobody (harness)", async () => {
    await stack.program([userSet({ "P0@EXAMPLE.com": "auditor" }, { unmanaged: "remove", exclude: ["ROOT@*", "P*"] })]);
    expect((await stack.preview({ fails: true })).errors().join()).toContain("both declared and excluded");
    const exclude = ["ROOT@*", ...PEOPLE.slice(1).map((id) => `${id.toUpperCase()}@Example.Com`)];
    await stack.program([userSet({ "P0@EXAMPLE.com": "auditor" }, { unmanaged: "remove", exclude })]);
    await stack.up();
    expect(cloud.emulator.writes()).toEqual([]);
  });
});

describe("a move to a role that the same run narrows", () => {
  const wide = { name: "Wide", serviceRoleURNs: [READ, AUDIT] };
  const narrow = { name: "Wide", serviceRoleURNs: [READ] };

  test("takes nothing from the user unless the guard lets it, whichever is written first", async () => {
    const cloud = await startCloud({ seed: { ...SEED, roles: [...SEED.roles, { id: "wide", ...wide }] } });
    const stack = await createStack({ cloud });
    const guard = { maxRemovals: 0 };
    const sets = (content: typeof wide) => roleSet({ wide: content }, { guard });
    const alone = (content: typeof wide) => role("wide", { ...content, guard });
    const held = (id: string) =>
      cloud.emulator.store.roles.get(cloud.emulator.store.users.get(id)?.roleID ?? "")?.serviceRoleURNs;
    const refusals: string[] = [];
    for (const program of [
      [user("p0", "wide", { guard }), sets(narrow)],
      [sets(narrow), user("p0", "wide", { guard }, { dependsOn: ["roles"] })],
      [userSet({ "p0@example.com": "wide" }, { guard }), alone(narrow)],
      [alone(narrow), userSet({ "p0@example.com": "wide" }, { guard }, "team", { dependsOn: ["wide"] })],
    ]) {
      const isSet = program.some(({ name }) => name === "roles");
      cloud.emulator.edit.modifyUser("p0", { roleID: "auditor" });
      cloud.emulator.edit.modifyRole("wide", wide);
      await stack.program([isSet ? sets(wide) : alone(wide)]);
      await stack.up({ skipPreview: true });
      await stack.program(program);
      refusals.push((await stack.up({ skipPreview: true, fails: true })).errors().join());
      expect(held("p0")).toEqual([READ, AUDIT]);
    }
    for (const refusal of refusals) expect(refusal).toContain("guard.maxRemovals: 1 removal");
  });
});
