import { expect, test } from "@jest/globals";
import { createStack, startCloud } from "../../doubles/played.js";
import { ref } from "../../engine/harness/program.js";
import { role, user } from "../../engine/scene.js";

test("two stacks on one account leave each other's objects alone; what one deletes of a shared one, the other finds gone", async () => {
  const cloud = await startCloud({
    seed: { users: ["ann", "bob"].map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" })) },
  });
  const { store } = cloud.emulator;
  const [one, two] = await Promise.all([createStack({ cloud }), createStack({ cloud })]);
  await one.program([role("shared"), role("of-one"), user("ann", ref("of-one", "roleId"))]);
  await two.program([role("shared"), role("of-two"), user("bob", ref("of-two", "roleId"))]);
  await one.up({ skipPreview: true });
  await two.up({ skipPreview: true });
  await Promise.all([one, two].map((stack) => stack.expectNoChanges({ refresh: true })));

  await one.destroy();
  expect([...store.roles.keys()].filter((id) => /^(of|shared)/.test(id))).toEqual(["of-two"]);
  expect(store.users.get("ann")).toMatchObject({ roleID: "read-only", state: "disabled" });
  expect(store.users.get("bob")).toMatchObject({ roleID: "of-two", state: "enabled" });
  expect((await two.refresh()).ops).toEqual({ shared: "delete", "of-two": "same", bob: "same" });
  await two.up({ skipPreview: true });
  expect(store.roles.has("shared")).toBe(true);
  await two.expectNoChanges({ refresh: true });
});
