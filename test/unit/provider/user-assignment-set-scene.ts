import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

export const TEAM = { "ann@example.com": "auditor", "bob@example.com": { roleId: "operator", state: "enabled" } };

export const set = (
  users: Record<string, unknown>,
  more: Record<string, unknown> = {},
  name = "team",
): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users, ...more },
});

export function setUp(switches: Partial<Switches> = {}, extra = 0) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-ann", email: "Ann@Example.com", roleID: "read-only" },
        { id: "u-bob", email: "bob@example.com", roleID: "read-only", state: "disabled" },
        { id: "u-cas", email: "cas@example.com", roleID: "operator" },
        ...Array.from({ length: extra }, (_, n) => ({ id: `u-${n}`, email: `u${n}@example.com`, roleID: "operator" })),
      ],
    },
  });
  const user = (id: string) => {
    const found = world.emulator.store.users.get(id);
    return found && `${found.roleID} ${found.state}`;
  };
  return { world, stack: new Stack(() => world.session()), user, edit: world.emulator.edit };
}
