import { expect, test } from "@jest/globals";
import { settled } from "../../doubles/settled.js";
import type { Declaration } from "../../doubles/stack.js";
import { set, setUp, TEAM } from "./user-assignment-set-scene.js";

test.each([
  ["report", ["full-access enabled", "operator enabled"]],
  ["disable", ["full-access enabled", "operator disabled"]],
  ["remove", ["full-access enabled", undefined]],
  [{ moveTo: "read-only" }, ["full-access enabled", "read-only enabled"]],
])("unmanaged: %j acts on whom the set never declared, never on the excluded", async (unmanaged, after) => {
  const { stack, world, user } = setUp();
  await settled(stack, [set(TEAM, { unmanaged, exclude: ["root@*"] })]);
  expect([user("u-root"), user("u-cas")]).toEqual(after);
  if (unmanaged === "report") {
    expect(world.log.text).toContain("warning: 1 user of the account is not declared: cas@example.com");
  }
});

test("the guards judge the whole plan before its first write (the story of Peribolos)", async () => {
  const { stack, world, edit } = setUp({}, 8);
  edit.modifyUser("u-ann", { roleID: "operator" });
  const all = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, "operator"]));
  await settled(stack, [set({ ...all, "root@example.com": "full-access" })]);
  world.emulator.clearRequests();
  const program = (guard?: unknown) => [
    set({ "root@example.com": "full-access", "ann@example.com": "auditor" }, { guard }),
  ];
  const refusal = String(await stack.up(program()).catch((error: Error) => error.message));
  expect(refusal).toContain("guard.maxRemovalFraction: 8 removals of 10, at most 0.25, the default beyond 5 removals");
  for (const email of Object.keys(all)) expect(refusal).toContain(email);
  await expect(stack.up(program({ maxRemovals: 7 }))).rejects.toThrow("guard.maxRemovals: 8 removals, at most 7");
  expect(world.emulator.writes()).toEqual([]);
  const allow = /allow: "([0-9a-f]+)"/.exec(refusal)?.[1];
  expect(await settled(stack, program({ allow }))).toEqual(["update"]);
});

test("the first apply of an authoritative set removes nobody unseen (the story of google IAM)", async () => {
  const { stack, world, edit } = setUp({}, 20);
  edit.modifyUser("u-ann", { roleID: "operator" });
  await expect(stack.up([set(TEAM, { unmanaged: "remove" })])).rejects.toThrow(
    /guard\.maxRemovalFraction: 22 removals of 24/,
  );
  expect(world.emulator.writes()).toEqual([]);
});

test("an admin leaves only once the new one is there, whatever fails", async () => {
  const { stack, world, user } = setUp();
  await settled(stack, [set({ "root@example.com": "full-access", "ann@example.com": "auditor" })]);
  const handover = [set({ "root@example.com": "auditor", "ann@example.com": "full-access" })];
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "401", times: 1 });
  await expect(stack.up(handover)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins would be left of 1");
  expect(user("u-root")).toBe("full-access enabled");
  expect(await settled(stack, handover)).toEqual(["update"]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "full-access enabled"]);
});

test("one failing member does not stop the others, and the next run goes on from there", async () => {
  const { stack, world, user } = setUp();
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up([set(TEAM)])).rejects.toThrow(/^user Ann@Example\.com: POST \/users\/u-ann/);
  expect(user("u-bob")).toBe("operator enabled");
  expect(await settled(stack, [set(TEAM)])).toEqual(["update"]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("a member whose removal failed stays in the state until it is done", async () => {
  const { stack, world, user } = setUp();
  await settled(stack, [set(TEAM)]);
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  const smaller = [set({ "bob@example.com": TEAM["bob@example.com"] })];
  await expect(stack.up(smaller)).rejects.toThrow("user Ann@Example.com");
  expect(stack.state[0]?.outputs.userIds).toHaveProperty(["ann@example.com"], "u-ann");
  expect(await settled(stack, smaller)).toEqual(["update"]);
  expect(user("u-ann")).toBe("read-only disabled");
});

test("an unknown role and an unknown user are refused at preview, each by its entry", async () => {
  const { stack, world } = setUp();
  const refusal = stack.preview([set({ "ann@example.com": "nobody-made-it", "zoe@example.com": "auditor" })]);
  await expect(refusal).rejects.toThrow("users.ann@example.com: there is no role nobody-made-it");
  await expect(refusal).rejects.toThrow("users.zoe@example.com: no user of this account has the email zoe@example.com");
  expect(world.emulator.writes()).toEqual([]);
});

test("a user in a set and alone is refused, and a single one beside a set that acts on the rest as well", async () => {
  const { stack } = setUp();
  const single = (email: string): Declaration => ({
    class: "UserAssignment",
    name: "one",
    inputs: { email, roleId: "auditor" },
  });
  await expect(stack.preview([set(TEAM), single("ANN@example.com")])).rejects.toThrow(
    "declared twice: by 'team' and by 'one'",
  );
  const strict = set(TEAM, { unmanaged: "disable", exclude: ["root@*"] });
  await expect(stack.preview([strict, single("cas@example.com")])).rejects.toThrow(
    "add this to its `exclude`, or declare it there",
  );
});

test("role ids that are not known yet at preview are no removals; they are judged at up", async () => {
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const { stack, world } = setUp({}, 8);
  const users = (roleId: string) => [
    set(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`u${n}@example.com`, roleId]))),
  ];
  await stack.preview(users(UNKNOWN));
  expect(world.log.text).toContain(
    "info: 8 users would get a role that is not known yet:\n  u0@example.com\n  u1@example.com",
  );
  expect(world.log.text).not.toContain("lose access");
  await expect(stack.up(users("scanner"))).rejects.toThrow("guard.maxRemovalFraction: 8 removals of 8");
  await settled(stack, users("auditor"));
  await stack.preview(users(UNKNOWN));
  await expect(stack.preview([set({}, { allowEmpty: true })])).rejects.toThrow("guard.maxRemovalFraction: 8 removals");
});
