import { expect, test } from "@jest/globals";
import { entry, roles, single, users } from "../../doubles/declarations.js";
import { WAYS } from "../../doubles/forms.js";
import { setUp } from "../../doubles/scene.js";
import { AUDIT, READ } from "../../doubles/urns.js";

test("a retiring role that was protected since stays, and the refusal says so", async () => {
  const { stack, edit, store } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  const guarded = roles({ operator: entry(READ) }, { guard: { protectedRoles: ["aud*"] } });
  await expect(stack.preview([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete once nobody");
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  await expect(stack.up([guarded])).rejects.toThrow("guard.protectedRoles: role auditor (delete)");
  expect(store.roles.has("auditor")).toBe(true);
});

test("a retiring role whose deletion fails keeps retiring until it is gone", async () => {
  const { stack, edit, faults, store } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  await stack.up([roles({ operator: entry(READ) })]);
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
  faults.add({ match: { method: "DELETE" }, kind: "403-empty", times: 1 });
  await expect(stack.up([roles({ operator: entry(READ) })])).rejects.toThrow("role auditor: DELETE /roles/auditor");
  expect(stack.state[0]?.outputs.retiring).toEqual(["auditor"]);
  await stack.up([roles({ operator: entry(READ) })]);
  expect(store.roles.has("auditor")).toBe(false);
  expect(stack.state[0]?.outputs.retiring).toEqual([]);
});

test("a role that an earlier run retired is deleted once its last holder leaves, though its set has nothing else to do", async () => {
  const { stack, store } = setUp();
  const both = users({ "ann@example.com": "auditor", "bob@example.com": "auditor" });
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }), both]);
  const smaller = roles({ operator: entry(READ) });
  await stack.up([smaller, both]);
  expect(store.roles.has("auditor")).toBe(true);
  await stack.up([smaller, users({ "ann@example.com": "operator", "bob@example.com": "operator" })]);
  expect(store.roles.has("auditor")).toBe(false);
});

test.each(WAYS.filter(({ way }) => way !== "in a set that is deleted"))(
  "a user who was declared $way falls back to read-only if the role that was found is dropped with them",
  async ({ first, last }) => {
    const { stack, store, user } = setUp();
    const operator = entry(READ);
    const bob = single({ email: "bob@example.com", roleId: "operator" }, "bob");
    await stack.up([
      roles({ auditor: entry(READ, AUDIT), operator }),
      ...first("ann@example.com", { roleId: "auditor" }),
      bob,
    ]);
    await stack.up([roles({ operator }), ...last(), bob]);
    expect(user("u-ann")).toBe("read-only disabled");
    expect(store.roles.has("auditor")).toBe(false);
  },
);

test("deleting a set with deletionPolicy apply fails, with the holders' names, while someone holds a role of it", async () => {
  const { stack, edit, store } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }, { deletionPolicy: "apply" })]);
  await expect(stack.destroy()).rejects.toThrow(
    "role auditor: it is still held by user ann@example.com, user bob@example.com. It was not deleted",
  );
  for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "read-only" });
  await stack.destroy();
  expect([...store.roles.keys()].filter((id) => ["auditor", "operator"].includes(id))).toEqual([]);
});
