import type { Switches } from "../../../emulator/index.js";
import type { Config } from "../../../provider/config/config.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
interface SeedRole {
  id: string;
  name: string;
  serviceRoleURNs: string[];
}

type Args = Record<string, unknown>;
export const users = (members: Args, more: Args = {}, name = "team"): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users: members, ...more },
});
export const roles = (members: Args, more: Args = {}, name = "roles"): Declaration => ({
  class: "RoleSet",
  name,
  inputs: { roles: members, ...more },
});
export const single = (inputs: Args, name = "one"): Declaration => ({ class: "UserAssignment", name, inputs });
export const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });

/** Two admins, two auditors, roles for them and `moreRoles`, and a stack. */
export function setUp(switches: Partial<Switches> = {}, config: Partial<Config> = {}, moreRoles: SeedRole[] = []) {
  const world = new World({
    switches,
    seed: {
      roles: [
        { id: "auditor", name: "A role", serviceRoleURNs: [READ, AUDIT] },
        { id: "operator", name: "A role", serviceRoleURNs: [READ] },
        ...moreRoles,
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-boss", email: "boss@example.com", roleID: "full-access" },
        { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
        { id: "u-bob", email: "bob@example.com", roleID: "auditor" },
      ],
    },
  });
  const stack = new Stack(() => world.session(config));
  const user = (id: string) => {
    const found = world.emulator.store.users.get(id);
    return found && `${found.roleID} ${found.state}`;
  };
  return { world, stack, user, edit: world.emulator.edit };
}
