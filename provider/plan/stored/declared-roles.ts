import type { RoleEntry } from "../roles/role-set.js";
import {
  type DeclaredObjects,
  type Place,
  readable,
  type StoredResource,
  storedMembers,
  texts,
  values,
} from "./declared.js";

/** The role that a stored `Role` declares. */
export function declaredRole({ urn, id, inputs }: StoredResource, into: DeclaredObjects): void {
  const place = { urn, id };
  into.roles.push({ ...place, roleId: id, content: contentOf(place, inputs, into) });
}

/** The roles that a stored `RoleSet` declares. */
export function declaredRoles({ urn, inputs, outputs }: StoredResource, into: DeclaredObjects): void {
  into.excluded.role.push(...texts(inputs.exclude));
  into.retiring.push(...texts(outputs.retiring));
  for (const [id, entry] of storedMembers(urn, "role", inputs.roles, outputs.roleIds, into)) {
    const place = { urn, id };
    into.roles.push({ ...place, roleId: id, content: contentOf(place, values(entry), into) });
  }
}

/** A role's content as check has validated it, without secrets. */
function contentOf(place: Place, from: Record<string, unknown>, into: DeclaredObjects): Partial<RoleEntry> {
  return readable(place, "role", from, ["name", "description", "serviceRoleURNs"], into) as Partial<RoleEntry>;
}
