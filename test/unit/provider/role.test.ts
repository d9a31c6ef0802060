import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { settled } from "../../doubles/settled.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { auditor, setUp } from "./role-scene.js";

describe.each<Partial<Switches>>([
  {},
  { modifySemantics: "replace" },
  { modifySemantics: "merge", urnOrder: "sorted", descriptionDefault: null, unknownFields: true },
  { urnOrder: "reversed", endOfList: "null", maxLimit: 2, largeLimit: "reject", deleteGone: 404 },
  { apiKeyDescribe: "forbidden", endOfList: "empty", forbiddenBody: "html" },
])("a role, with the emulator's switches %j", (switches) => {
  test("is created, changed in every property, and deleted", async () => {
    const { stack, live } = setUp(switches);
    expect(await settled(stack, [auditor()])).toEqual(["create"]);
    expect(live()).toMatchObject({ name: "Auditor", description: "Reads all" });
    expect(await settled(stack, [auditor({ name: "Auditors", serviceRoleURNs: [FULL, AUDIT] })])).toEqual(["update"]);
    expect(live()).toMatchObject({ name: "Auditors", description: "Reads all" });
    expect(new Set(live()?.serviceRoleURNs)).toEqual(new Set([FULL, AUDIT]));
    await stack.destroy();
    expect(live()).toBeUndefined();
    expect(stack.state).toEqual([]);
  });

  test("leaves a description alone that is not declared", async () => {
    const { stack, live, world } = setUp(switches);
    await settled(stack, [auditor({ description: undefined })]);
    world.emulator.edit.modifyRole("auditor", { description: "by hand" });
    expect(await settled(stack, [auditor({ description: undefined, name: "New" })])).toEqual(["update"]);
    expect(live()).toMatchObject({ name: "New", description: "by hand" });
  });
});

test("another order of URNs is no change", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  expect(await settled(stack, [auditor({ serviceRoleURNs: [AUDIT, READ] })])).toEqual(["same"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("a change by hand shows at refresh and is set back", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.edit.modifyRole("auditor", { serviceRoleURNs: [READ, FULL] });
  expect(await stack.refresh()).toEqual([{ op: "update", name: "auditor" }]);
  expect(stack.state[0]?.inputs).toMatchObject({ serviceRoleURNs: [READ, FULL] });
  expect(await settled(stack, [auditor()])).toEqual(["update"]);
  expect(live()?.serviceRoleURNs).toEqual([READ, AUDIT]);
  expect(world.log.text).toContain("warning: role auditor loses full-access of workload");
});

test("a role that is gone leaves the state at refresh and is created again", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.edit.deleteRole("auditor");
  expect(await stack.refresh()).toEqual([{ op: "delete", name: "auditor" }]);
  expect(await settled(stack, [auditor()])).toEqual(["create"]);
  expect(live()).toBeDefined();
});

test.each([204, 404] as const)("a role that is gone already is deleted without a word (%s)", async (deleteGone) => {
  const { stack, world } = setUp({ deleteGone });
  await stack.up([auditor()]);
  world.emulator.edit.deleteRole("auditor");
  await stack.destroy();
  expect(stack.state).toEqual([]);
});

test("a predefined role that was taken over is let go of, since no one can delete it", async () => {
  const { stack, world } = setUp();
  const { name, description, serviceRoleURNs } = world.emulator.store.roles.get("scanner") ?? {};
  await stack.up([auditor({ roleId: "scanner", name, description, serviceRoleURNs })]);
  await stack.destroy();
  expect(world.emulator.writes()).toEqual([]);
  expect(stack.state).toEqual([]);
  expect(world.log.text).toContain("info: role scanner is predefined and cannot be deleted: it is left as it is.");
});

test('deletionPolicy: "retain" lets go without a request', async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor({ deletionPolicy: "retain" })]);
  world.emulator.clearRequests();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
  expect(live()).toBeDefined();
});

test("a change of policy alone is an update that sends nothing", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  expect((await stack.up([auditor({ deletionPolicy: "retain" })])).map(({ op }) => op)).toEqual(["update"]);
  expect(world.emulator.requests).toEqual([]);
  expect(stack.state[0]?.outputs).toMatchObject({ deletionPolicy: "retain" });
  expect((await stack.up([auditor()])).map(({ op }) => op)).toEqual(["update"]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("deletionPolicy");
});
