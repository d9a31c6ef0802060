import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import { role, settings, single } from "../../doubles/declarations.js";
import { ops } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { FORMS, setUp } from "./role-scene.js";

const SWITCHES: Partial<Switches>[] = [
  {},
  { modifySemantics: "replace", duplicateRole: 409 },
  { modifySemantics: "merge", urnOrder: "sorted", descriptionDefault: null, unknownFields: true },
  { urnOrder: "reversed", endOfList: "null", maxLimit: 2, largeLimit: "reject", deleteGone: 404 },
  { apiKeyDescribe: "forbidden", endOfList: "empty", forbiddenBody: "html" },
];

describe.each(FORMS.flatMap((form) => SWITCHES.map((switches) => ({ ...form, switches }))))(
  "a role that is declared $form, with the emulator's switches $switches",
  ({ switches, auditor, dropped }) => {
    test("is created, changed in every property, and deleted", async () => {
      const { stack, live } = setUp(switches);
      expect(await settled(stack, [auditor()])).toEqual(["create"]);
      expect(live()).toMatchObject({ name: "Auditor", description: "Reads all" });
      const changed = auditor({ name: "Auditors", description: "Reads", serviceRoleURNs: [FULL, AUDIT] });
      expect(await settled(stack, [changed])).toEqual(["update"]);
      expect(live()).toMatchObject({ name: "Auditors", description: "Reads" });
      expect(new Set(live()?.serviceRoleURNs)).toEqual(new Set([FULL, AUDIT]));
      await settled(stack, dropped());
      expect(live()).toBeUndefined();
    });

    test("keeps a description that is not declared", async () => {
      const { stack, live, edit } = setUp(switches);
      await settled(stack, [auditor({ description: undefined })]);
      edit.modifyRole("auditor", { description: "by hand" });
      expect(await settled(stack, [auditor({ description: undefined, name: "New" })])).toEqual(["update"]);
      expect(live()).toMatchObject({ name: "New", description: "by hand" });
    });
  },
);

describe.each(FORMS)("a role that is declared $form", ({ form, auditor, dropped }) => {
  test("is the same in whatever order its URNs are", async () => {
    const { stack, writes, clear } = setUp();
    await stack.up([auditor()]);
    clear();
    expect(await settled(stack, [auditor({ serviceRoleURNs: [AUDIT, READ] })])).toEqual(["same"]);
    expect(writes()).toEqual([]);
  });

  test("is shown at refresh after a change by hand, and set back", async () => {
    const { stack, log, live, edit } = setUp();
    await stack.up([auditor()]);
    edit.modifyUser("u-ann", { roleID: "auditor" });
    edit.modifyRole("auditor", { serviceRoleURNs: [READ, FULL] });
    expect(ops(await stack.refresh())).toEqual(["update"]);
    const { roles, ...inputs } = stack.state[0]?.inputs ?? {};
    expect({ ...inputs, ...(roles as { auditor?: object } | undefined)?.auditor }).toMatchObject({
      serviceRoleURNs: [READ, FULL],
    });
    expect(await settled(stack, [auditor()])).toEqual(["update"]);
    expect(live()?.serviceRoleURNs).toEqual([READ, AUDIT]);
    expect(log.text).toMatch(
      /warning: .*role auditor \(?loses full-access of workload, held by (1 enabled user: )?user ann@example.com/,
    );
  });

  test("is missed at refresh once someone has deleted it, and created again", async () => {
    const { stack, live, edit } = setUp();
    await stack.up([auditor()]);
    edit.deleteRole("auditor");
    expect(ops(await stack.refresh())).toEqual([form === "alone" ? "delete" : "update"]);
    expect(await settled(stack, [auditor()])).toEqual([form === "alone" ? "create" : "update"]);
    expect(live()).toBeDefined();
  });

  test.each([204, 404] as const)("may be gone already when it is to be deleted (%s)", async (deleteGone) => {
    const { stack, edit } = setUp({ deleteGone });
    await stack.up([auditor()]);
    edit.deleteRole("auditor");
    await settled(stack, dropped());
  });
});

test("a predefined role that was taken over is let go of, since no one can delete it", async () => {
  const { stack, log, store, writes } = setUp();
  const { name, description, serviceRoleURNs } = store.roles.get("scanner") ?? {};
  await stack.up([role("scanner", serviceRoleURNs, { name, description })]);
  await stack.destroy();
  expect(writes()).toEqual([]);
  expect(stack.state).toEqual([]);
  expect(log.text).toContain("info: role scanner is predefined and cannot be deleted: it is left as it is.");
});

test('deletionPolicy: "retain" lets go without a request', async () => {
  const { stack, world, store, clear } = setUp();
  await stack.up([role("auditor", [READ], { deletionPolicy: "retain" })]);
  clear();
  await stack.destroy();
  expect(world.emulator.requests).toEqual([]);
  expect(store.roles.has("auditor")).toBe(true);
});

test.each([
  role("auditor", [READ]),
  single({ email: "ann@example.com", roleId: "scanner" }),
  settings({ timezone: "Asia/Tokyo" }),
])("a change of policy alone is an update that sends nothing: $class", async (one) => {
  const { stack, world, clear } = setUp();
  await stack.up([one]);
  clear();
  const retained = { ...one, inputs: { ...one.inputs, deletionPolicy: "retain" } };
  expect(ops(await stack.up([retained]))).toEqual(["update"]);
  expect(world.emulator.requests).toEqual([]);
  expect(stack.state[0]?.outputs).toMatchObject({ deletionPolicy: "retain" });
  expect(ops(await stack.up([one]))).toEqual(["update"]);
  expect(world.emulator.requests).toEqual([]);
  expect(stack.state[0]?.outputs).not.toHaveProperty("deletionPolicy");
});
