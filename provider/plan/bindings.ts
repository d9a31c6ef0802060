import { UNKNOWN } from "./fields.js";
import type { RoleContents } from "./role-contents.js";

/** A user's role and state. */
export interface Binding {
  roleId: string;
  state: string;
}

/** The facts by which a change of a binding is judged. */
export interface BindingFacts {
  roles: RoleContents;
  /** Roles that allow everything, whatever URNs they list: those that the guard names as admin roles. */
  named: readonly string[];
}

/** Whether the change takes anything away: it disables, or the new role lacks a URN of the previous one. */
export function losesAccess(from: Binding, to: Binding, { roles, named }: BindingFacts): boolean {
  if (from.state !== "enabled") return false;
  if (to.state !== "enabled") return true;
  if (from.roleId === to.roleId || named.includes(to.roleId)) return false;
  if (named.includes(from.roleId)) return true;
  return !includesAll(roles.atLeast(to.roleId), roles.atMost(from.roleId));
}

/** Whether the change gives anything: it enables, or the new role has a URN that the previous one lacks. */
export function gainsAccess(from: Binding, to: Binding, { roles, named }: BindingFacts): boolean {
  if (to.state !== "enabled") return false;
  if (from.state !== "enabled") return true;
  if (from.roleId === to.roleId || named.includes(from.roleId)) return false;
  return named.includes(to.roleId) || !includesAll(roles.now(from.roleId), roles.atLeast(to.roleId));
}

/** A role with unknown URNs includes nothing for certain, and might include anything. */
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

/** Whether the binding is known: during preview, an output of another resource may not be. */
export function isKnown({ roleId, state }: Binding): boolean {
  return roleId !== UNKNOWN && state !== UNKNOWN;
}

function shown(value: string): string {
  return value === UNKNOWN ? "(not known yet)" : value;
}
