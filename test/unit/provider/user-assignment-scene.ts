import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

export const ANN = "a0000000-0000-4000-8000-000000000001";

export const BOB = "b0000000-0000-4000-8000-000000000002";

export const ROLES = ["auditor", "operator"].map((id) => ({ id, serviceRoleURNs: [READ] }));

export const ann = (changes: Record<string, unknown> = {}, name = "ann"): Declaration => ({
  class: "UserAssignment",
  name,
  inputs: { email: "ann@example.com", roleId: "auditor", ...changes },
});

export function setUp(switches: Partial<Switches> = {}) {
  const world = new World({
    switches,
    seed: {
      roles: ROLES,
      users: [
        { id: ANN, email: "Ann@Example.com", name: "Ann", roleID: "read-only" },
        { id: BOB, email: "bob@example.com", name: "Bob", roleID: "operator" },
        { email: "root@example.com", roleID: "full-access" },
      ],
    },
  });
  const stack = new Stack(() => world.session());
  const user = (id = ANN) => {
    const found = world.emulator.store.users.get(id);
    return found && { roleID: found.roleID, state: found.state };
  };
  return { world, stack, user, edit: world.emulator.edit };
}
