import type { Declaration } from "./stack.js";

export type Args = Record<string, unknown>;

/** What a role is declared to be, in a set or alone. */
export const entry = (...serviceRoleURNs: string[]) => ({ name: "A role", serviceRoleURNs });

export const role = (roleId: string, serviceRoleURNs: unknown = [], more: Args = {}, name = roleId): Declaration => ({
  class: "Role",
  name,
  inputs: { roleId, name: "A role", serviceRoleURNs, ...more },
});

export const roles = (members: unknown, more: Args = {}, name = "roles"): Declaration => ({
  class: "RoleSet",
  name,
  inputs: { roles: members, ...more },
});

/** A user who is declared alone. */
export const single = (inputs: Args, name = "one"): Declaration => ({ class: "UserAssignment", name, inputs });

export const users = (members: unknown, more: Args = {}, name = "team"): Declaration => ({
  class: "UserAssignmentSet",
  name,
  inputs: { users: members, ...more },
});

export const settings = (inputs: Args = {}, name = "account"): Declaration => ({
  class: "AccountSettings",
  name,
  inputs,
});
