import type { Role } from "../../client/index.js";
import type { Guard } from "../../plan/guard/guard.js";
import { inDeclaredOrder, type RoleContent } from "../../plan/roles/role.js";
import type { RoleEntry } from "../../plan/roles/role-set.js";
import type { LiveRole } from "../../plan/roles/roles.js";

export interface RoleOutputs extends RoleContent {
  roleId: string;
  cloudOneUrn: string;
  created: string;
  guard?: Guard;
}

/** What the state holds of a role. */
export function outputs(live: Role, declared: RoleContent | undefined): RoleOutputs {
  const { id: roleId, urn: cloudOneUrn, created = "" } = live;
  return { roleId, ...contentOf(live, declared ?? live), cloudOneUrn, created };
}

/** Undeclared properties are not stored: a property in the state is one that is compared. */
export function contentOf({ name, description, serviceRoleURNs }: Role, declared: RoleContent | undefined): RoleEntry {
  return {
    name,
    ...(declared?.description !== undefined && { description }),
    serviceRoleURNs: inDeclaredOrder(serviceRoleURNs, declared?.serviceRoleURNs),
  };
}

/** The role as declared or stored, standing in for the live one. */
export function asStored({ roleId: id = "", serviceRoleURNs = [], ...content }: Partial<RoleOutputs>): LiveRole {
  return { id, name: content.name, description: content.description, serviceRoleURNs };
}
