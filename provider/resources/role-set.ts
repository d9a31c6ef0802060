import { forEachConcurrent } from "../apply/for-each-concurrent.js";
import { listWith } from "../apply/list-with.js";
import { noteDeclaredRole, planWithHolders } from "../apply/plan-role.js";
import { releaseRole } from "../apply/retiring.js";
import { carryOutPlan } from "../apply/role-actions.js";
import type { Role } from "../client/index.js";
import { declaredRoles } from "../plan/declared-roles.js";
import { deepEqual } from "../plan/deep-equal.js";
import { exportRoleSet } from "../plan/exported.js";
import { matchesAny } from "../plan/glob.js";
import { heldBy } from "../plan/holders.js";
import { roleDifferences } from "../plan/role.js";
import { type RoleEntry, type RoleSetInputs, roleSetArgs, roleSetPolicies } from "../plan/role-set.js";
import { isTaking, type RoleAction, type RolesPlan, type RolesPlanInput } from "../plan/roles.js";
import { describeDeleted, describeSet } from "../plan/roles-messages.js";
import { describeUnknownURNs } from "../plan/unknown-urns.js";
import type { Session } from "../session/session.js";
import type { Properties, Resource } from "./resource.js";
import { contentOf } from "./role-outputs.js";
import { setOf, undecidedIn } from "./set.js";

export interface RoleSetOutputs {
  /** The members as the account has them; a description only if it is declared. */
  roles?: Record<string, RoleEntry>;
  roleIds?: Record<string, string>;
  /** Dropped roles that are deleted once their last holder has moved. */
  retiring?: string[];
}

const set = setOf("role", "RoleSet");

/** A set of custom roles. */
export const roleSet: Resource<RoleSetInputs, RoleSetOutputs, RolesPlan> = {
  ...set,
  declaredObjects: declaredRoles,
  exported: exportRoleSet,
  args: roleSetArgs,
  policies: roleSetPolicies,
  previewKeys: ["removals", "gains", "retiring"],
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
    const plan = await decide(session, declared, stored, { isForecast: true });
    const { warnings, ...lines } = describeSet(plan);
    const unknown = describeUnknownURNs(plan.actions, await session.inventory.roles.all());
    return { plan, lines: { ...lines, warnings: [...warnings, ...unknown] } };
  },

  async compare(session, id, declared, stored, news) {
    await set.require(session, id);
    const plan = await decide(session, declared, stored, { isForecast: true });
    const changes = differsInState(declared, stored) || plan.actions.length > 0;
    return { plan, changes, lines: set.describeUnseen(session, id, shown(plan), news) };
  },

  plan: (session, declared, stored = {}) => decide(session, declared ?? nothingOf(stored), stored),
  previewProperties: shown,

  async apply(session, wanted, stored = {}, plan) {
    const declared = wanted ?? nothingOf(stored);
    const { roles } = session.inventory;
    const done = new Set<string>();
    const carryOutOne = carryOutPlan(session, declared, plan);
    const carryOut = async (action: RoleAction) => {
      await carryOutOne(action);
      done.add(action.id);
    };
    const name = ({ id }: RoleAction) => `role ${id}`;
    const failures: string[] = [];
    for (const phase of phases(plan.actions)) {
      failures.push(...(await forEachConcurrent(phase, name, carryOut, session.signal)));
    }

    for (const id of plan.retiring.keys()) {
      session.retiring.add(id);
      await releaseRole(session, id);
    }
    // Including what was written in the meantime, even if it was not kept.
    const now = new Map((await roles.all()).map((role) => [role.id, role]));
    const dropped = Object.keys(stored.roles ?? {}).filter((id) => !Object.hasOwn(declared.roles, id));
    const planned = new Set(plan.actions.map(({ id }) => id));
    const failed = dropped.filter((id) => planned.has(id) && !done.has(id));
    const retiring: string[] = [];
    for (const id of [...plan.retiring.keys(), ...(stored.retiring ?? []).filter((id) => planned.has(id))]) {
      // A user may have moved since, and the role may be gone; if its deletion failed, it waits for the next run.
      if (!Object.hasOwn(declared.roles, id) && (await roles.peek(id)) !== undefined) retiring.push(id);
    }
    const deleted = plan.actions.filter((action) => action.do === "delete" && done.has(action.id)).map(({ id }) => id);
    if (wanted === undefined) failures.push(...(await unfinished(session, plan)));
    return {
      outputs: outputs(
        [...Object.entries(declared.roles), ...failed.map((id) => [id, stored.roles?.[id]] as const)],
        (id) => now.get(id),
        retiring,
      ),
      failures,
      done: describeDeleted(deleted),
    };
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

/** What a deletion with policy "apply" carries out: a set without roles. */
function nothingOf(stored: RoleSetOutputs): RoleSetInputs {
  return { roles: {}, allowEmpty: true, guard: (stored as Pick<RoleSetInputs, "guard">).guard };
}

/** What preview shows, in an order that does not depend on the server's lists, since update plans pin it. */
function shown({ removals, gains, retiring }: RolesPlan): { removals?: string[] } & Properties {
  return {
    ...(removals.length > 0 && { removals: removals.map(({ name, action }) => `${name}: ${action}`).sort() }),
    ...(gains.length > 0 && { gains: gains.toSorted() }),
    ...(retiring.size > 0 && { retiring: [...retiring.keys()].sort() }),
  };
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

/** Whether the state differs from what the plan would store, even without an action. */
function differsInState({ roles }: RoleSetInputs, { roles: members = {} }: RoleSetOutputs): boolean {
  const ids = Object.keys(roles);
  if (ids.length !== Object.keys(members).length) return true;
  return ids.some((id) => {
    const [declared, member] = [roles[id], members[id]];
    return declared === undefined || member === undefined || roleDifferences(declared, member).length > 0;
  });
}

async function decide(
  session: Session,
  declared: RoleSetInputs,
  stored: RoleSetOutputs,
  { isForecast = false } = {},
): Promise<RolesPlan> {
  for (const [id, role] of Object.entries(declared.roles)) noteDeclaredRole(session, id, role);
  const known = [...Object.keys(stored.roles ?? {}), ...(stored.retiring ?? [])];
  const live = new Map((await listWith(session.inventory.roles, known)).map((role) => [role.id, role]));
  const input: RolesPlanInput = {
    declared: { ...declared, guard: session.guard(declared.guard) },
    stored: Object.keys(stored.roles ?? {}),
    retired: stored.retiring ?? [],
    live,
    isDeclaredElsewhere: (id) => session.declarations.holds("role", id),
  };
  return planWithHolders(session, input, { isForecast });
}

function outputs(
  declared: readonly (readonly [string, RoleEntry | undefined])[],
  now: (id: string) => Role | undefined,
  retiring: string[],
): RoleSetOutputs {
  const members = declared.flatMap(([id, entry]) => {
    const live = now(id);
    return live === undefined ? [] : [[id, contentOf(live, entry)] as const];
  });
  return {
    roles: Object.fromEntries(members),
    roleIds: Object.fromEntries(members.map(([id]) => [id, id])),
    retiring,
  };
}

/** Changes that give, then changes that take away, then deletions: one phase ends before the next starts. */
function phases(actions: readonly RoleAction[]): RoleAction[][] {
  const deletions = actions.filter((action) => action.do === "delete");
  const rest = actions.filter((action) => action.do !== "delete");
  return [rest.filter((action) => !isTaking(action)), rest.filter(isTaking), deletions];
}
