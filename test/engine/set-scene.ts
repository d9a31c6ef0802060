import { type Declaration, declare, type ProgramValue, type ResourceOptions } from "./harness/program.js";
import { AUDIT, READ } from "./scene.js";

type Args = Record<string, ProgramValue>;

/** What a set says of a role. */
export const auditor = { name: "Auditor", serviceRoleURNs: [READ, AUDIT] };
export const operator = { name: "Operator", serviceRoleURNs: [READ] };

export function roleSet(
  roles: Record<string, ProgramValue>,
  more: Args = {},
  name = "roles",
  options: ResourceOptions = {},
): Declaration {
  return declare("RoleSet", name, { roles, ...more }, options);
}

export function userSet(
  users: Record<string, ProgramValue>,
  more: Args = {},
  name = "team",
  options: ResourceOptions = {},
): Declaration {
  return declare("UserAssignmentSet", name, { users, ...more }, options);
}
