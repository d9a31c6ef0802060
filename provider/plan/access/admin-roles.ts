import { urnParts } from "../urn.js";
import type { Binding } from "./bindings.js";
import { type RoleContents, type RoleURNs, roleContents } from "./role-contents.js";

/** The roles that let their holders change what others may do, unless a guard names others. */
export const ADMIN_ROLES: readonly string[] = ["full-access"];

/**
 * Whether a role makes its holders admins: it is named as one, or it includes the identity service's own full access, with
 * which they can give themselves everything else.
 */
export function isAdminRole(id: string, urns: readonly string[] | undefined, named = ADMIN_ROLES): boolean {
  return named.includes(id) || holdsFullIdentity(urns);
}

/** Whether the URNs make their holders admins, whatever the role is called. */
function holdsFullIdentity(urns: readonly string[] | undefined): boolean {
  // A list that is not known yet is not an array.
  return Array.isArray(urns) && urns.some(isFullIdentity);
}

function isFullIdentity(urn: unknown): boolean {
  const { service, object } = urnParts(urn) ?? {};
  return service?.toLowerCase() === "identity" && object?.toLowerCase() === "role/full-access";
}

/** Which roles are admin roles, now and after a run that may change their URNs. */
export interface AdminRoles {
  /** In the account as it is. */
  now(id: string): boolean;
  /** At the end of the run. */
  surely(id: string): boolean;
  /** Now or at the end of the run: no one falls back to such a role, and getting it is reported. */
  maybe(id: string): boolean;
  /** Whether a user is an admin now; only an enabled one is. */
  isAdmin(user: Binding): boolean;
  /** Whether a user with this binding is one at the end of the run. */
  staysAdmin(user: Binding): boolean;
}

export function adminRoles(named: readonly string[] | undefined, contents: RoleContents): AdminRoles {
  const now = (id: string) => isAdminRole(id, contents.now(id), named);
  const surely = (id: string) => isAdminRole(id, contents.atLeast(id), named);
  return {
    now,
    surely,
    maybe: (id) => isAdminRole(id, contents.atMost(id), named),
    isAdmin: ({ state, roleId }) => state === "enabled" && now(roleId),
    staysAdmin: ({ state, roleId }) => state === "enabled" && surely(roleId),
  };
}

/** The admin roles of an account as it is. */
export function adminRolesOf(live: RoleURNs, named?: readonly string[]): (id: string) => boolean {
  return adminRoles(named, roleContents(live)).now;
}

/** Whether a role becomes an admin role by its declared URNs. */
export function becomesAdmin(
  id: string,
  now: { serviceRoleURNs?: readonly string[] | undefined } | undefined,
  next: { serviceRoleURNs?: readonly string[] | undefined },
  named?: readonly string[],
): boolean {
  return !isAdminRole(id, now?.serviceRoleURNs, named) && holdsFullIdentity(next.serviceRoleURNs);
}

/** Whether a change of a role's URNs takes away what made its holders admins. */
export function ceasesToBeAdmin(
  id: string,
  now: readonly string[],
  next: readonly string[],
  named?: readonly string[],
): boolean {
  // It is unknown what makes a named role an admin role, so any narrowing may take that away.
  const isNarrowed = now.some((urn) => !next.includes(urn));
  return isNarrowed && isAdminRole(id, now, named) && !holdsFullIdentity(next);
}
