import { expect, test } from "@jest/globals";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { setUp } from "./set-safety-scene.js";
import { entry, roles, users } from "./set-scene.js";

test("a retiring role that was protected since stays, and the refusal says so", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  const guarded = roles({ operator: entry(READ) }, { guard: { protectedRoles: ["aud*"] } });
  await expect(stack.preview([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete once nobody");
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  await expect(stack.up([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete)");
  expect(world.emulator.store.roles.has("auditor")).toBe(true);
});

test("a retiring role whose deletion fails keeps retiring until it is gone", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  world.emulator.faults.add({ match: { method: "DELETE" }, kind: "403-empty", times: 1 });
  await expect(stack.up([roles({ operator: entry(READ) })])).rejects.toThrow("role auditor: DELETE /roles/auditor");
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
  expect(stack.state[0]?.outputs.retiring).toEqual([]);
});

test("a role that was retired in an earlier run goes with its last holder, though its set has nothing else to do", async () => {
  const { stack, world } = setUp();
  const both = users({ "ann@example.com": "auditor", "bob@example.com": "auditor" });
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }), both]);
  const smaller = roles({ operator: entry(READ) });
  await stack.up([smaller, both]);
  expect(world.emulator.store.roles.has("auditor")).toBe(true);
  await stack.up([smaller, users({ "ann@example.com": "operator", "bob@example.com": "operator" })]);
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
});

test.each(["set", "single"] as const)(
  "a user who is dropped together with the role that was found falls back to read-only, and the role goes (%s)",
  async (form) => {
    const { stack, world, user } = setUp();
    const ann: Declaration =
      form === "set"
        ? users({ "ann@example.com": "auditor", "bob@example.com": "auditor" })
        : { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId: "auditor" } };
    const bob: Declaration = {
      class: "UserAssignment",
      name: "bob",
      inputs: { email: "bob@example.com", roleId: "operator" },
    };
    const both = roles({ auditor: entry(READ, AUDIT), operator: entry(READ) });
    await stack.up(form === "set" ? [both, ann] : [both, ann, bob]);
    const smaller = roles({ operator: entry(READ) });
    await stack.up(form === "set" ? [smaller, users({ "bob@example.com": "operator" })] : [smaller, bob]);
    expect(user("u-ann")).toBe("read-only disabled");
    expect(world.emulator.store.roles.has("auditor")).toBe(false);
  },
);

test("deleting a set with deletionPolicy apply fails, with the holders' names, as long as a role of it is held", async () => {
  const { stack, world, edit } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }, { deletionPolicy: "apply" })]);
  await expect(stack.destroy()).rejects.toThrow(
    "role auditor: it is still held by user ann@example.com, user bob@example.com. It was not deleted",
  );
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "read-only" });
  await stack.destroy();
  expect([...world.emulator.store.roles.keys()].filter((id) => ["auditor", "operator"].includes(id))).toEqual([]);
});
