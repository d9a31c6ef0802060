import { describe, expect, test } from "@jest/globals";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { entry, roles, setUp } from "./set-scene.js";

type RoleOf = (urns: string[], guard: object) => Declaration;

describe.each<[string, RoleOf]>([
  ["alone", (urns, guard) => ({ class: "Role", name: "r", inputs: { roleId: "auditor", ...entry(...urns), guard } })],
  ["in a set", (urns, guard) => roles({ auditor: entry(...urns) }, { guard })],
])("a role that is declared %s", (_, role) => {
  test.each(["ann@*", "u-ann"])("is not narrowed while someone holds it who is protected as %s", async (name) => {
    const { stack, world } = setUp();
    const guard = { protectedUsers: [name] };
    await stack.up([role([READ, AUDIT], guard)]);
    await expect(stack.preview([role([READ], guard)])).rejects.toThrow("guard.protectedUsers");
    await expect(stack.up([role([READ], guard)])).rejects.toThrow("guard.protectedUsers");
    expect(world.emulator.writes()).toEqual([]);
  });

  test("is not narrowed while it is protected, even if no one holds it: people whom an identity provider maps to it are invisible", async () => {
    const { stack, world, edit } = setUp();
    for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
    const guard = { protectedRoles: ["auditor"] };
    await stack.up([role([READ, AUDIT], guard)]);
    const reason = `guard.protectedRoles: role auditor (loses ${AUDIT})`;
    await expect(stack.preview([role([READ], guard)])).rejects.toThrow(reason);
    await expect(stack.up([role([READ], guard)])).rejects.toThrow(reason);
    expect(world.emulator.writes()).toEqual([]);
  });
});
