import { expect, test } from "@jest/globals";
import type { ExportedDeclaration } from "../../../cli/export/declarations.js";
import { importFile } from "../../../cli/export/import-file.js";
import { setScene } from "../../doubles/scene.js";
import { type Declaration, type Entry, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { ACCOUNT, type World } from "../../doubles/world.js";

function account() {
  return setScene({
    seed: {
      account: { alias: "Example", timezone: "Europe/Berlin" },
      roles: [
        { id: "auditor", name: "Auditor", description: "Reads", serviceRoleURNs: [READ] },
        { id: "other", name: "Other", serviceRoleURNs: [] },
      ],
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "Ann@example.com", roleID: "auditor" },
        { id: "ben", email: "ben@example.com", roleID: "read-only", state: "disabled" },
      ],
    },
  });
}

const INPUTS = {
  Role: { roleId: "other", name: "Other", serviceRoleURNs: [] },
  UserAssignment: { email: "ben@example.com", roleId: "read-only", state: "disabled" },
  AccountSettings: { timezone: "Europe/Berlin", deletionPolicy: "retain" },
  RoleSet: { roles: { auditor: { name: "Auditor", description: "Reads", serviceRoleURNs: [READ] } } },
  UserAssignmentSet: { users: { "Ann@example.com": "auditor" } },
} as const;
const KINDS = Object.keys(INPUTS) as (keyof typeof INPUTS)[];
const PROGRAM: Declaration[] = KINDS.map((kind) => ({ class: kind, name: kind, inputs: INPUTS[kind] }));

/** The state that `pulumi import` makes of a file: its entries as they are, without a read. */
function imported(
  world: World,
  resources: { type: string; name: string; id: string; inputs: object; outputs: object }[],
): Stack {
  const stack = new Stack(() => world.session());
  stack.state = resources.map(
    ({ type, name, id, inputs, outputs }) =>
      ({ class: type.slice(type.lastIndexOf(":") + 1), name, id, inputs, outputs }) as Entry,
  );
  world.emulator.clearRequests();
  return stack;
}

async function expectUnchanged(world: World, stack: Stack): Promise<void> {
  for (const steps of [await stack.preview(PROGRAM), await stack.refresh(), await stack.up(PROGRAM)]) {
    expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
  }
  expect(world.emulator.writes()).toEqual([]);
}

test("the import file holds all five kinds as an up would: nothing differs, and what is dropped is deleted", async () => {
  const { world, store } = account();
  const declarations = KINDS.map((kind): ExportedDeclaration => ({ kind, name: kind, inputs: INPUTS[kind] }));
  const file = JSON.parse(await importFile(world.session({ readOnly: true }), declarations));
  const stack = imported(world, file.resources);
  await expectUnchanged(world, stack);
  await stack.up(PROGRAM.filter(({ class: kind }) => kind !== "Role"));
  expect(store.roles.has("other")).toBe(false);
});

test("a file that someone wrote by hand, with the outputs that are needed, gives the same state", async () => {
  const { world, store } = account();
  const urn = (object: string) => `urn:cloudone:identity:us-1:${ACCOUNT}:${object}`;
  const entry = (kind: keyof typeof INPUTS, id: string, more: object) => ({
    type: `pulumi-nodejs:dynamic/cloudone:${kind}`,
    name: kind,
    id,
    inputs: INPUTS[kind],
    outputs: { ...INPUTS[kind], ...more },
  });
  const stack = imported(world, [
    entry("Role", "other", {
      cloudOneUrn: urn("role/other"),
      created: store.roles.get("other")?.created,
    }),
    entry("UserAssignment", "ben", { userId: "ben", displayName: "ben", cloudOneUrn: urn("user/ben") }),
    entry("AccountSettings", ACCOUNT, {
      accountId: ACCOUNT,
      region: "us-1",
      accountState: "active",
      cloudOneUrn: urn(`account/${ACCOUNT}`),
    }),
    entry("RoleSet", `roles/${ACCOUNT}/0123abcd`, { roleIds: { auditor: "auditor" } }),
    entry("UserAssignmentSet", `users/${ACCOUNT}/0123abcd`, { userIds: { "Ann@example.com": "ann" } }),
  ]);
  await expectUnchanged(world, stack);
  await stack.up(PROGRAM.filter(({ class: kind }) => kind !== "Role"));
  expect(store.roles.has("other")).toBe(false);
});

test("an object that is not as declared is refused, and nothing is written", async () => {
  const { world, writes } = account();
  const wrong: ExportedDeclaration = { kind: "Role", name: "auditor", inputs: { ...INPUTS.Role, roleId: "auditor" } };
  await expect(importFile(world.session({ readOnly: true }), [wrong])).rejects.toThrow(
    /import\.json cannot hold Role auditor: .*not as declared/,
  );
  expect(writes()).toEqual([]);
});
