import { expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import type { Declaration } from "../../doubles/stack.js";
import { setUp } from "./set-safety-scene.js";
import { users } from "./set-scene.js";

test("who leaves an admin role loses access, whatever URNs the next role lists", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.modifyUser("u-boss", { roleID: "auditor" });
  for (const role of world.emulator.store.roles.values()) if (role.id === "full-access") role.serviceRoleURNs = [];
  await expect(stack.preview([users({ "root@example.com": "auditor" })])).rejects.toThrow("guard.minimumAdmins");
  const single: Declaration = {
    class: "UserAssignment",
    name: "root",
    inputs: { email: "root@example.com", roleId: "auditor" },
  };
  await expect(stack.up([single])).rejects.toThrow("guard.minimumAdmins");
  expect(world.emulator.writes()).toEqual([]);
});

test("an allowed plan takes no more admins than it said, whatever fails", async () => {
  const { stack, world, user } = setUp();
  const before = users({
    "root@example.com": "full-access",
    "boss@example.com": "full-access",
    "ann@example.com": "auditor",
  });
  await stack.up([before]);
  const after = (allow?: string) => [
    users(
      { "root@example.com": "auditor", "boss@example.com": "auditor", "ann@example.com": "full-access" },
      { guard: { maxRemovals: 0, ...(allow !== undefined && { allow }) } },
    ),
  ];
  const refusal = await stack.preview(after()).catch(String);
  const allow = /allow: "([0-9a-f]+)"/.exec(String(refusal))?.[1];
  world.emulator.faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up(after(allow))).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([user("u-root"), user("u-boss")].filter((one) => one === "full-access enabled")).toHaveLength(1);
});

test("two sets cannot take the last two admins at the same time", async () => {
  const { stack, user } = setUp();
  const program = [
    users({ "root@example.com": "auditor" }, {}, "one"),
    users({ "boss@example.com": "auditor" }, {}, "two"),
  ];
  await stack.preview(program);
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([user("u-root"), user("u-boss")].sort()).toEqual(["auditor enabled", "full-access enabled"]);
});

test("an admin's move in a set counts once for the single resources of the run", async () => {
  const { stack, user } = setUp({}, { guard: { maxRemovals: 2 } });
  const single: Declaration = {
    class: "UserAssignment",
    name: "ann",
    inputs: { email: "ann@example.com", roleId: "operator" },
  };
  await stack.up([users({ "root@example.com": "auditor" }), single]);
  expect([user("u-root"), user("u-ann")]).toEqual(["auditor enabled", "operator enabled"]);
});

test("a restore raises nobody to a role that the guard calls an admin role", async () => {
  const { stack, user, edit } = setUp();
  edit.modifyUser("u-ann", { roleID: "everything" });
  const more = { removed: "restore", guard: { adminRoles: ["full-access", "everything"] } };
  await stack.up([users({ "ann@example.com": "operator", "bob@example.com": "auditor" }, more)]);
  await stack.up([users({ "bob@example.com": "auditor" }, more)]);
  expect(user("u-ann")).toBe("operator enabled");
});

test.each<Partial<Switches>>([{ usersIncludeDisabled: false }, { usersIncludeDisabled: true }])(
  "a member whom the list lacks is still a member (%j)",
  async (switches) => {
    const { stack, world, user, edit } = setUp(switches);
    const both = users({ "ann@example.com": { roleId: "auditor", state: "enabled" }, "bob@example.com": "auditor" });
    await stack.up([both]);
    edit.modifyUser("u-ann", { state: "disabled" });
    expect(await stack.preview([both])).toEqual([{ op: "update", name: "team" }]);
    await stack.up([both]);
    expect(user("u-ann")).toBe("auditor enabled");
    edit.modifyUser("u-ann", { state: "disabled" });
    world.emulator.clearRequests();
    await stack.up([users({ "bob@example.com": "auditor" }, { removed: "remove" })]);
    expect(user("u-ann")).toBeUndefined();
  },
);
