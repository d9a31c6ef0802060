import { carryOutRoleSet } from "../apply/roles/role-set.js";
import type { Role } from "../client/index.js";
import { heldBy } from "../plan/access/holders.js";
import { deepEqual } from "../plan/args/deep-equal.js";
import { matchesAny } from "../plan/args/glob.js";
import { type RoleEntry, type RoleSetInputs, roleSetArgs, roleSetPolicies } from "../plan/roles/role-set.js";
import type { RolesPlan } from "../plan/roles/roles.js";
import { describeDeleted, describeRoleSet } from "../plan/roles/roles-messages.js";
import { describeUnknownURNs } from "../plan/roles/unknown-urns.js";
import { declaredRoles } from "../plan/stored/declared-roles.js";
import { exportRoleSet } from "../plan/stored/exported.js";
import type { Session } from "../session/session.js";
import type { Resource } from "./resource.js";
import { outputs, outputsAfter, type RoleSetOutputs } from "./role-set/outputs.js";
import { differsInState, nothingOf, planRoleSet } from "./role-set/plan.js";
import { setOf, undecidedIn } from "./set.js";
import { sortedIfAny } from "./shown.js";

const set = setOf("role", "RoleSet");

/** A set of custom roles. */
export const roleSet: Resource<RoleSetInputs, RoleSetOutputs, RolesPlan> = {
  ...set,
  declaredObjects: declaredRoles,
  exported: exportRoleSet,
  args: roleSetArgs,
  policies: roleSetPolicies,
  shown: {
    removals: removalsShown,
    gains: ({ gains }) => sortedIfAny(gains),
    retiring: ({ retiring }) => sortedIfAny(retiring.keys()),
  },
  keys: ({ roles }) => Object.keys(roles as object),
  undecided: (declared) => undecidedIn(roleSetPolicies, "roles", declared),
  keysLosing: ({ actions, retiring }) => [
    ...actions.filter((action) => action.do === "delete").map(({ id }) => id),
    ...retiring.keys(),
  ],
  onApproved(session, { retiring }) {
    for (const id of retiring.keys()) session.retiring.add(id);
  },
  coversUndeclared: ({ roles, unmanaged = "ignore", exclude = [] }) =>
    unmanaged === "delete" ? (id) => !Object.hasOwn(roles, id) && !matchesAny(exclude, id) : undefined,
  async preview(session, declared, { roles = {}, retiring = [] } = {}) {
    await session.proof.owner();
    const stored = { roles: roles as Record<string, RoleEntry>, retiring: retiring as string[] };
    const plan = await planRoleSet(session, declared, stored, { isForecast: true });
    const { warnings, ...lines } = describeRoleSet(plan);
    const unknown = describeUnknownURNs(plan.actions, await session.inventory.roles.all());
    return { plan, lines: { ...lines, warnings: [...warnings, ...unknown] } };
  },

  async compare(session, id, declared, stored, news) {
    await set.require(session, id);
    const plan = await planRoleSet(session, declared, stored, { isForecast: true });
    const changes = differsInState(declared, stored) || plan.actions.length > 0;
    return { plan, changes, lines: set.describeUnseen(session, id, removalsShown(plan), news) };
  },

  plan: (session, declared, stored = {}) => planRoleSet(session, declared ?? nothingOf(stored), stored),

  async apply(session, wanted, stored = {}, plan) {
    const declared = wanted ?? nothingOf(stored);
    const { failures, done } = await carryOutRoleSet(session, declared, plan);
    const deleted = plan.actions.filter((action) => action.do === "delete" && done.has(action.id)).map(({ id }) => id);
    if (wanted === undefined) failures.push(...(await unfinished(session, plan)));
    const outs = await outputsAfter(session, { declared, stored, plan, done });
    return { outputs: outs, failures, done: describeDeleted(deleted) };
  },

  async read(session, _, stored) {
    const live = new Map<string, Role>();
    const ids = [...Object.keys(stored.roles ?? {}), ...(stored.retiring ?? [])];
    await session.inventory.roles.all();
    for (const id of ids) {
      const role = await session.inventory.roles.get(id);
      if (role !== undefined) live.set(id, role);
    }
    const retiring = (stored.retiring ?? []).filter((id) => live.has(id));
    const outs = outputs(Object.entries(stored.roles ?? {}), (id) => live.get(id), retiring);
    const hasDrifted = !deepEqual({ ...stored, ...outs }, stored);
    return { outputs: outs, ...(hasDrifted && { inputs: { roles: outs.roles } }) };
  },
};

function removalsShown({ removals }: RolesPlan): string[] | undefined {
  return sortedIfAny(removals.map(({ name, action }) => `${name}: ${action}`));
}

/** What a deletion cannot finish, though no later run will. */
async function unfinished(session: Session, { retiring }: RolesPlan): Promise<string[]> {
  const still: string[] = [];
  for (const [id, holders] of retiring) {
    const role = await session.inventory.roles.peek(id);
    if (role !== undefined) still.push(heldBy(`role ${id}: it is still held by`, holders, "It was not deleted."));
  }
  return still;
}
