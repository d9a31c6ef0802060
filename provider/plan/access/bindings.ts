import { UNKNOWN } from "../args/fields.js";
import type { RoleContents } from "./role-contents.js";
import { describeServiceRoles, notIncluded } from "./service-roles.js";

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

/** Whether the change takes anything away: it disables, or the new role lacks something of the previous one. */
export function losesAccess(from: Binding, to: Binding, facts: BindingFacts): boolean {
  if (from.state !== "enabled") return false;
  if (to.state !== "enabled") return true;
  const { named } = facts;
  if (from.roleId === to.roleId || named.includes(to.roleId)) return false;
  if (named.includes(from.roleId)) return true;
  return lostURNs(from, to, facts)?.length !== 0;
}

/** Whether the change gives anything: it enables, or the new role has something that the previous one lacks. */
export function gainsAccess(from: Binding, to: Binding, facts: BindingFacts): boolean {
  if (to.state !== "enabled") return false;
  if (from.state !== "enabled") return true;
  const { named } = facts;
  if (from.roleId === to.roleId || named.includes(from.roleId)) return false;
  return named.includes(to.roleId) || gainedURNs(from, to, facts)?.length !== 0;
}

/** What the new role lacks of the previous one, at worst; undefined if the URNs of either are unknown. */
function lostURNs(from: Binding, to: Binding, { roles }: BindingFacts): string[] | undefined {
  return missing(roles.atMost(from.roleId), roles.atLeast(to.roleId));
}

/** What the new role has that the previous one lacks; undefined if the URNs of either are unknown. */
function gainedURNs(from: Binding, to: Binding, { roles }: BindingFacts): string[] | undefined {
  return missing(roles.atLeast(to.roleId), roles.now(from.roleId));
}

function missing(urns: readonly string[] | undefined, among: readonly string[] | undefined): string[] | undefined {
  return urns && among && notIncluded(urns, among);
}

/** What another role takes from an enabled user who stays enabled, and what it gives. */
interface RoleChangeInWords {
  loses?: string;
  gains?: string;
}

/** Names the service roles that differ; each pair of roles is looked at once. */
export function roleChanges(facts: BindingFacts): (from: Binding, to: Binding) => RoleChangeInWords {
  const known = new Map<string, RoleChangeInWords>();
  const judge = (from: Binding, to: Binding): RoleChangeInWords => {
    const [lost = [], gained = []] = [lostURNs(from, to, facts), gainedURNs(from, to, facts)];
    return {
      ...(lost.length > 0 && { loses: `loses ${describeServiceRoles(lost)}` }),
      ...(gained.length > 0 && { gains: `gains ${describeServiceRoles(gained)}` }),
    };
  };
  return (from, to) => {
    if (from.state !== "enabled" || to.state !== "enabled" || from.roleId === to.roleId) return {};
    const key = `${from.roleId} ${to.roleId}`;
    const words = known.get(key) ?? judge(from, to);
    known.set(key, words);
    return words;
  };
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
