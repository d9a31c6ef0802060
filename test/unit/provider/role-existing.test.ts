import { describe, expect, test } from "@jest/globals";
import { type Args, role, roles } from "../../doubles/declarations.js";
import { ops, refusal } from "../../doubles/scene.js";
import { settled } from "../../doubles/settled.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { BY_HAND, FORMS, setUp } from "./role-scene.js";

describe.each(FORMS)("an existing role that is declared $form", ({ form, property, auditor }) => {
  test("is taken over without a write if it is as declared", async () => {
    const { stack, writes, edit } = setUp();
    edit.createRole(BY_HAND);
    expect(await settled(stack, [auditor()])).toEqual(["create"]);
    expect(writes()).toEqual([]);
  });

  test("is refused at preview with the difference if it is not as declared", async () => {
    const { stack, writes, edit } = setUp();
    edit.createRole({ ...BY_HAND, name: "Old", serviceRoleURNs: [READ, FULL] });
    const refused = await refusal(stack.preview([auditor()]));
    for (const part of [property("auditor"), 'name: "Old" → "Auditor"', `+ "${AUDIT}"`, `- "${FULL}"`]) {
      expect(refused).toContain(part);
    }
    await expect(stack.up([auditor()])).rejects.toThrow("role auditor already exists and is not as declared");
    expect(writes()).toEqual([]);
  });

  test('is changed with adopt: "overwrite", and refused with adopt: "never" even if it is identical', async () => {
    const { stack, live, log, edit } = setUp();
    edit.createRole(BY_HAND);
    const never = /role auditor already exists in account 012345678912, and adopt is "never"/;
    await expect(stack.preview([auditor({ adopt: "never" })])).rejects.toThrow(never);
    edit.modifyRole("auditor", { name: "Old", serviceRoleURNs: [FULL] });
    await expect(stack.up([auditor({ adopt: "never" })])).rejects.toThrow(never);
    expect(live()?.name).toBe("Old");
    edit.modifyUser("u-ann", { roleID: "auditor" });
    expect(await settled(stack, [auditor({ adopt: "overwrite" })])).toEqual(["create"]);
    expect(live()).toMatchObject({ name: "Auditor", serviceRoleURNs: [READ, AUDIT] });
    expect(log.text).toMatch(/warning: .*role auditor \(?loses full-access of workload/);
  });

  test.each([{}, { adopt: "overwrite" }])(
    "is answered with its id if it is predefined and declared otherwise: %j",
    async (more) => {
      const { writes, stack } = setUp();
      const program = [auditor({ roleId: "full-access", ...more })];
      await expect(stack.preview(program)).rejects.toThrow(
        'a predefined role can be neither changed nor deleted. To give it to someone, write roleId: "full-access"',
      );
      expect(writes()).toEqual([]);
    },
  );

  test("stays under another Pulumi name, also if the run died between the two steps", async () => {
    const { stack, log, live, writes, clear } = setUp();
    const named = (name: string) => [{ ...auditor(form === "alone" ? {} : { deletionPolicy: "apply" }), name }];
    await stack.up(named("first"));
    clear();
    expect(ops(await stack.up(named("second")))).toEqual(["create", "delete"]);
    expect(writes()).toEqual([]);
    if (form === "alone") {
      expect(log.text).toContain("info: role auditor is left as it is: another resource of this program declares it");
    }
    stack.state.push(...structuredClone(stack.state).map((one) => ({ ...one, name: "died" })));
    await stack.up(named("second"));
    expect(live()).toBeDefined();
    await stack.destroy();
    expect(live()).toBeUndefined();
  });

  test("is refused if two resources declare it, and both are named", async () => {
    const { stack } = setUp();
    const twice = ["one", "two"].map((name) => ({ ...auditor(), name }));
    await expect(stack.preview(twice)).rejects.toThrow("role auditor is declared twice: by 'one' and by 'two'");
  });
});

test("another role id replaces: the new role comes first, then the old one goes", async () => {
  const { stack, custom, writes } = setUp();
  await stack.up([role("auditor", [READ], {}, "it")]);
  expect(ops(await stack.up([role("reviewer", [READ], {}, "it")]))).toEqual(["replace", "delete"]);
  expect(custom()).toEqual(["reviewer"]);
  expect(writes()).toEqual(["POST /roles", "POST /roles", "DELETE /roles/auditor"]);
});

test("a role in a set and alone is refused, and so is a single one beside a set that deletes all others", async () => {
  const { stack } = setUp();
  const set = (more: Args = {}) => roles({ auditor: { name: "Auditor", serviceRoleURNs: [READ] } }, more);
  await expect(stack.preview([set(), role("auditor")])).rejects.toThrow("declared twice: by 'roles' and by 'auditor'");
  const strict = set({ unmanaged: "delete" });
  for (const program of [
    [strict, role("other")],
    [role("other"), strict],
  ]) {
    await expect(stack.preview(program)).rejects.toThrow("add this to its `exclude`, or declare it there");
  }
  await stack.preview([set({ unmanaged: "delete", exclude: ["other"] }), role("other")]);
});

test("a role moves from a single resource to a set and back without a write", async () => {
  const { stack, writes, clear, custom } = setUp();
  const alone = role("auditor", [READ, AUDIT]);
  const set = roles({ auditor: { name: "A role", serviceRoleURNs: [READ, AUDIT] } });
  await settled(stack, [alone]);
  clear();
  // The program tells the set of everything else that it declares; here the single role comes first.
  for (const program of [[set], [alone], [set], [alone, roles({}, { allowEmpty: true })]]) await stack.up(program);
  expect(writes()).toEqual([]);
  expect(custom()).toEqual(["auditor"]);
});
