import { expect, test } from "@jest/globals";
import { settled } from "../../doubles/settled.js";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { auditor, setUp } from "./role-scene.js";

test("an existing role that is as declared is taken over without a write", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.createRole({
    id: "auditor",
    name: "Auditor",
    description: "Reads all",
    serviceRoleURNs: [AUDIT, READ],
  });
  expect(await settled(stack, [auditor()])).toEqual(["create"]);
  expect(world.emulator.writes()).toEqual([]);
});

test("an existing role that is not as declared is refused at preview, with the difference", async () => {
  const { stack, world } = setUp();
  world.emulator.edit.createRole({
    id: "auditor",
    name: "Old",
    description: "Reads all",
    serviceRoleURNs: [READ, FULL],
  });
  const refusal = stack.preview([auditor()]);
  await expect(refusal).rejects.toThrow('name: "Old" → "Auditor"');
  await expect(refusal).rejects.toThrow(`+ "${AUDIT}"`);
  await expect(refusal).rejects.toThrow(`- "${FULL}"`);
  await expect(stack.up([auditor()])).rejects.toThrow("already exists");
  expect(world.emulator.writes()).toEqual([]);
});

test('adopt: "overwrite" changes it, adopt: "never" refuses even an identical one', async () => {
  const { stack, world, live } = setUp();
  world.emulator.edit.createRole({ id: "auditor", name: "Old", serviceRoleURNs: [FULL] });
  await expect(stack.preview([auditor({ adopt: "never" })])).rejects.toThrow('adopt is "never"');
  expect(await settled(stack, [auditor({ adopt: "overwrite" })])).toEqual(["create"]);
  expect(live()).toMatchObject({ name: "Auditor", serviceRoleURNs: [READ, AUDIT] });
});

test("another role id replaces: the new role first, then the old one goes", async () => {
  const { stack, world } = setUp();
  await stack.up([auditor()]);
  const program = [auditor({ roleId: "reviewer" })];
  expect((await stack.up(program)).map(({ op }) => op)).toEqual(["replace", "delete"]);
  expect([...world.emulator.store.roles.keys()]).toEqual(expect.arrayContaining(["reviewer"]));
  expect(world.emulator.store.roles.has("auditor")).toBe(false);
});

test("renaming the Pulumi resource keeps the role, also when the run died between the two steps", async () => {
  const { stack, world, live } = setUp();
  await stack.up([auditor()]);
  world.emulator.clearRequests();
  const renamed = [auditor({}, "renamed")];
  expect((await stack.up(renamed)).map(({ op }) => op)).toEqual(["create", "delete"]);
  expect(world.emulator.writes()).toEqual([]);
  expect(world.log.text).toContain("info: role auditor is left as it is: another resource of this program declares it");

  const [entry] = structuredClone(stack.state);
  if (entry !== undefined) stack.state.push({ ...entry, name: "died" });
  await stack.up(renamed);
  expect(live()).toBeDefined();
  await stack.destroy();
  expect(live()).toBeUndefined();
});

test("two resources for one role are refused, and both are named", async () => {
  const { stack } = setUp();
  await expect(stack.preview([auditor({}, "one"), auditor({}, "two")])).rejects.toThrow(
    "role auditor is declared twice: by 'one' and by 'two'",
  );
});

test.each([{}, { adopt: "overwrite" }])(
  "a predefined role that is declared is answered with its id: %j",
  async (more) => {
    const { world, stack } = setUp();
    const program: Declaration[] = [
      {
        class: "Role",
        name: "admins",
        inputs: { roleId: "full-access", name: "Admins", serviceRoleURNs: [], ...more },
      },
    ];
    await expect(stack.preview(program)).rejects.toThrow(
      'role full-access: a predefined role can be neither changed nor deleted. To give it to someone, write roleId: "full-access"',
    );
    expect(world.emulator.writes()).toEqual([]);
  },
);
