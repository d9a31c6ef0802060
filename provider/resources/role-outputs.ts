import type { Role } from "../client/index.js";
import type { Guard } from "../plan/guard.js";
import { inDeclaredOrder, type RoleContent } from "../plan/role.js";
import type { RoleEntry } from "../plan/role-set.js";
import type { LiveRole } from "../plan/roles.js";

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

/** Properties that are not declared are not stored: their presence in the state says that they are compared. */
export function contentOf({ name, description, serviceRoleURNs }: Role, declared: RoleContent | undefined): RoleEntry {
  return {
    name,
    ...(declared?.description !== undefined && { description }),
    serviceRoleURNs: inDeclaredOrder(serviceRoleURNs, declared?.serviceRoleURNs),
  };
}

/** The role as it was declared or stored, in the place of the live one. */
export function asStored({ roleId: id = "", serviceRoleURNs = [], ...content }: Partial<RoleOutputs>): LiveRole {
  return { id, name: content.name, description: content.description, serviceRoleURNs };
}
