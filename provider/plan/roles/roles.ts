import { adminRolesOf, becomesAdmin, ceasesToBeAdmin, isAdminRole } from "../access/admin-roles.js";
import type { Binding } from "../access/bindings.js";
import { PREDEFINED_ROLES } from "../access/predefined-roles.js";
import { urnsByRole } from "../access/role-contents.js";
import { hasUnknown } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";
import type { Guard, Removal } from "../guard/guard.js";
import { roleDifferences, urnsAdded, urnsGained, urnsLost } from "./role.js";
import { adoptionConflict, IN_A_SET, joinedFailures } from "./role-failures.js";
import { emptyRolesPlan, type RoleAction, type RolesPlan, type RolesPlanInput } from "./roles-plan.js";

export type { LiveRole, RoleAction, RolesPlan, RolesPlanInput } from "./roles-plan.js";

type View = Required<Pick<RolesPlanInput, "holders" | "wording">> & RolesPlanInput;

/** Decides how to make the account's roles what a set declares; a role that is declared alone is a set of one. */
export function planRoles(input: RolesPlanInput): RolesPlan {
  const view: View = { holders: () => [], wording: IN_A_SET, ...input };
  const plan = emptyRolesPlan();
  planDeclared(view, plan);
  planUndeclared(view, plan);
  plan.actions.sort((a, b) => rank(a) - rank(b));
  for (const action of plan.actions) judgeAction(action, view, plan);
  const retired = new Set(view.retired);
  for (const id of plan.retiring.keys()) {
    // It was judged when it was dropped, but it may have been protected since.
    if (retired.has(id) && !isProtected(id, view.declared.guard)) continue;
    // Digests and saved update plans contain these words.
    plan.removals.push(roleRemoval(id, "delete once nobody holds it"));
  }
  return view.bindings === undefined ? plan : { ...plan, admins: countAdmins(plan, view, view.bindings) };
}

function planDeclared({ declared, stored, retired = [], live, holders, wording }: View, plan: RolesPlan): void {
  const { roles, adopt = "identical", guard } = declared;
  const members = new Set([...stored, ...retired]);
  plan.checkFailures.push(...joinedFailures(roles, guard?.separate, wording));
  for (const [id, entry] of Object.entries(roles)) {
    const present = live.get(id);
    if (present === undefined) {
      plan.actions.push({ do: "create", id, entry });
      continue;
    }
    plan.scope += 1;
    const differences = roleDifferences(entry, present);
    const conflict = members.has(id) ? undefined : adoptionConflict(present, adopt, differences);
    if (conflict !== undefined) plan.checkFailures.push({ property: wording.who(id), reason: conflict });
    else if (differences.length > 0) {
      const [added, gained] = [urnsAdded(entry, present), urnsGained(entry, present)];
      const lost = urnsLost(entry, present);
      plan.actions.push({ do: "modify", id, entry, added, gained, lost, holders: holders(id) });
    } else if (!members.has(id)) plan.takenOver.push(id);
  }
}

/** What becomes of the roles that are dropped, and of those that were never declared. */
function planUndeclared({ declared, stored, retired = [], live, holders, ...view }: View, plan: RolesPlan): void {
  const { roles, exclude = [], unmanaged = "ignore" } = declared;
  const members = new Set([...stored, ...retired]);
  for (const id of live.keys()) {
    if (Object.hasOwn(roles, id) || matchesAny(exclude, id) || PREDEFINED_ROLES.includes(id)) continue;
    const wasMember = members.has(id);
    if (!wasMember && unmanaged === "ignore") continue;
    if (view.isDeclaredElsewhere?.(id)) continue;
    if (!wasMember && unmanaged === "report") plan.unmanaged.push(id);
    else {
      plan.scope += 1;
      const held = holders(id);
      if (held.length === 0) plan.actions.push({ do: "delete", id });
      else (wasMember ? plan.retiring : plan.heldUnmanaged).set(id, [...held]);
    }
  }
}

/** Creates and pure widenings first, then narrowings, deletions last. */
function rank(action: RoleAction): number {
  if (action.do === "create") return 0;
  if (action.do === "delete") return 3;
  return action.lost.length === 0 ? 1 : 2;
}

/** Names who gains and who loses. */
function judgeAction(action: RoleAction, { declared, live, holders, people, mayBeOwn }: View, plan: RolesPlan): void {
  const { id } = action;
  if (action.do === "delete") {
    plan.removals.push(roleRemoval(id, "delete"));
    return;
  }
  if (becomesAdmin(id, live.get(id), action.entry, declared.guard?.adminRoles)) {
    plan.newAdmins.set(id, live.has(id) ? holders(id) : []);
  }
  if (action.do === "create") return;
  if (action.gained.length > 0) plan.gains.push(`role ${id} gains ${action.gained.join(", ")}`);
  const facts = { holders: action.holders, mayBeOwn: mayBeOwn?.(id) ?? false, guard: declared.guard };
  if (action.lost.length === 0 || !affectsAnyone(id, facts)) return;
  const by = action.holders.length > 0 ? `, held by ${action.holders.toSorted().join(", ")}` : "";
  plan.removals.push({ ...roleRemoval(id, `${losing(action.lost)}${by}`), users: people?.(id) ?? [] });
}

/** Whether a narrowing of the role takes anything from anyone; holders that are not known may be anyone. */
export function affectsAnyone(
  id: string,
  { holders, mayBeOwn, guard }: { holders: readonly string[] | undefined; mayBeOwn: boolean; guard: Guard | undefined },
): boolean {
  // People that an identity provider maps to the role are invisible, so a protected role is protected even if it looks unused.
  return holders?.length !== 0 || mayBeOwn || isProtected(id, guard);
}

/** Whether the action takes something away from those who hold the role. */
export function isTaking(action: RoleAction): boolean {
  return action.do === "delete" || (action.do === "modify" && action.lost.length > 0);
}

/** Whether the role's list gets URNs that it did not have. */
export function isAdding(action: RoleAction): boolean {
  return action.do === "create" || (action.do === "modify" && action.added.length > 0);
}

export function roleRemoval(id: string, action: string): Removal {
  return { kind: "role", id, name: `role ${id}`, action };
}

/** Part of digests, so in an order that no list of the server's decides. */
export function losing(urns: readonly string[]): string {
  return `loses ${urns.toSorted().join(", ")}`;
}

function isProtected(id: string, guard: Guard | undefined): boolean {
  return matchesAny(guard?.protectedRoles ?? [], id);
}

/** The number of admins now, and once every role of the plan is as declared. */
function countAdmins(
  { actions }: RolesPlan,
  { declared, live }: View,
  bindings: readonly Binding[],
): { now: number; after: number } {
  const named = declared.guard?.adminRoles;
  const isAdmin = adminRolesOf(urnsByRole(live.values()), named);
  const changed = new Map(
    actions.flatMap((action) => {
      const now = live.get(action.id)?.serviceRoleURNs;
      if (action.do !== "modify" || now === undefined || hasUnknown(action.entry.serviceRoleURNs)) return [];
      const next = action.entry.serviceRoleURNs;
      return [[action.id, !ceasesToBeAdmin(action.id, now, next, named) && isAdminRole(action.id, next, named)]];
    }),
  );
  const enabled = bindings.filter(({ state }) => state === "enabled");
  return {
    now: enabled.filter(({ roleId }) => isAdmin(roleId)).length,
    after: enabled.filter(({ roleId }) => changed.get(roleId) ?? isAdmin(roleId)).length,
  };
}
