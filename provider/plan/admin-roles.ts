import { type RoleContents, type RoleURNs, roleContents } from "./role-contents.js";

/** The roles that let their holders change who may do what, where a guard names no others. */
export const ADMIN_ROLES: readonly string[] = ["full-access"];

const FULL_IDENTITY = /^urn:cloudone:identity:[^:]*:[^:]*:role\/full-access$/i;

/**
 * Whether a role makes admins of its holders: it is named as one, or it holds the identity service's own full access, by
 * which they can give themselves the rest.
 */
export function isAdminRole(id: string, urns: readonly string[] | undefined, named = ADMIN_ROLES): boolean {
  return named.includes(id) || holdsFullIdentity(urns);
}

/** Whether the URNs make admins of those who have them, whatever the role is called. */
export function holdsFullIdentity(urns: readonly string[] | undefined): boolean {
  // A list that is not known yet is no list.
  return Array.isArray(urns) && urns.some((urn) => FULL_IDENTITY.test(urn));
}

/** Which roles are admin roles, now and through a run that may change what they hold. */
export interface AdminRoles {
  /** In the account as it is. */
  now(id: string): boolean;
  /** Still, or already, when the run is through. */
  surely(id: string): boolean;
  /** Now or once the run is through: nobody falls back to such a role, and getting it is named. */
  maybe(id: string): boolean;
}

export function adminRoles(named: readonly string[] | undefined, contents: RoleContents): AdminRoles {
  return {
    now: (id) => isAdminRole(id, contents.now(id), named),
    surely: (id) => isAdminRole(id, contents.atLeast(id), named),
    maybe: (id) => isAdminRole(id, contents.atMost(id), named),
  };
}

/** The admin roles of an account as it is. */
export function adminRolesOf(live: RoleURNs, named?: readonly string[]): (id: string) => boolean {
  return adminRoles(named, roleContents(live)).now;
}

/** Whether a role comes to make admins of its holders by what it is declared to hold. */
export function becomesAdmin(
  id: string,
  now: { serviceRoleURNs?: readonly string[] | undefined } | undefined,
  next: { serviceRoleURNs?: readonly string[] | undefined },
  named?: readonly string[],
): boolean {
  return !isAdminRole(id, now?.serviceRoleURNs, named) && holdsFullIdentity(next.serviceRoleURNs);
}

/** Whether a change of what a role holds takes from its holders what made admins of them. */
export function ceasesToBeAdmin(
  id: string,
  now: readonly string[],
  next: readonly string[],
  named?: readonly string[],
): boolean {
  // What made a named role one is not known: any narrowing may take it.
  const isNarrowed = now.some((urn) => !next.includes(urn));
  return isNarrowed && isAdminRole(id, now, named) && !holdsFullIdentity(next);
}
