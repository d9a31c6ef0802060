import { UNKNOWN } from "./fields.js";

/** What roles allow, as far as two of them can be compared. */
export type RoleURNs = ReadonlyMap<string, readonly string[]>;

/** A user's role and state. */
export interface Binding {
  roleId: string;
  state: string;
}

/**
 * Whether the change takes anything away: it disables, or the new role lacks a URN of the former one. An admin role
 * allows everything, whatever URNs it lists.
 */
export function losesAccess(from: Binding, to: Binding, roles: RoleURNs, adminRoles: readonly string[]): boolean {
  if (from.state !== "enabled") return false;
  if (to.state !== "enabled") return true;
  if (from.roleId === to.roleId || adminRoles.includes(to.roleId)) return false;
  if (adminRoles.includes(from.roleId)) return true;
  return !includesAll(roles.get(to.roleId), roles.get(from.roleId));
}

/** Whether the change gives anything: it enables, or the new role has a URN that the former one lacks. */
export function gainsAccess(from: Binding, to: Binding, roles: RoleURNs, adminRoles: readonly string[]): boolean {
  if (to.state !== "enabled") return false;
  if (from.state !== "enabled") return true;
  if (from.roleId === to.roleId || adminRoles.includes(from.roleId)) return false;
  return adminRoles.includes(to.roleId) || !includesAll(roles.get(from.roleId), roles.get(to.roleId));
}

/** A role whose URNs are not known includes nothing and might hold anything. */
function includesAll(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  return inner.every((urn) => outer.includes(urn));
}

/** A change of a binding, in words. */
export function describeChange(from: Binding, to: Binding): string {
  const parts = [
    ...(from.roleId === to.roleId ? [] : [`role ${from.roleId} → ${shown(to.roleId)}`]),
    ...(from.state === to.state ? [] : [`state ${from.state} → ${shown(to.state)}`]),
  ];
  return parts.join(", ");
}

/** Whether the binding is known: at preview, what another resource puts out may not be. */
export function isKnown({ roleId, state }: Binding): boolean {
  return roleId !== UNKNOWN && state !== UNKNOWN;
}

function shown(value: string): string {
  return value === UNKNOWN ? "(not known yet)" : value;
}
