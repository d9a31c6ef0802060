import { forEachConcurrent } from "../apply/for-each-concurrent.js";
import { releaseRole } from "../apply/retiring.js";
import { guardedAsPlanned, UNREADABLE } from "../apply/role-guard.js";
import { deleteRole, ensureRole, modifyRole, noteDeclaredRole } from "../apply/roles.js";
import type { Role } from "../client/index.js";
import { readableHolders } from "../inventory/readable-holders.js";
import { deepEqual } from "../plan/deep-equal.js";
import { matchesAny } from "../plan/glob.js";
import { unmatchedEmails } from "../plan/guard.js";
import { inDeclaredOrder, roleDifferences } from "../plan/role.js";
import {
  planRoleSet,
  type RoleAction,
  type RoleEntry,
  type RoleSetInputs,
  type RoleSetPlan,
  roleSetArgs,
  roleSetPolicies,
} from "../plan/role-set.js";
import type { Session } from "../session/session.js";
import type { Lines, Properties, Resource } from "./resource.js";
import { describeNewAdmins } from "./role-messages.js";
import { describeUnseen, setOf, undecidedIn } from "./set.js";

export interface RoleSetOutputs {
  /** The members as the account has them; a description only if it is declared. */
  roles?: Record<string, RoleEntry>;
  roleIds?: Record<string, string>;
  /** Dropped roles that are deleted once their last holder has moved. */
  retiring?: string[];
}

const set = setOf("RoleSet", "roles");

/** A set of custom roles. */
export const roleSet: Resource<RoleSetInputs, RoleSetOutputs, RoleSetPlan> = {
  ...set,
  object: "role",
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
    await session.proof.caller();
    const stored = { roles: roles as Record<string, RoleEntry>, retiring: retiring as string[] };
    const plan = await decide(session, declared, stored, true);
    return { plan, lines: describeRoles(plan) };
  },

  async compare(session, id, declared, stored, news) {
    await set.require(session, id);
    const plan = await decide(session, declared, stored, true);
    const { removals } = shown(plan);
    const unseen = session.declarations.hasAny ? describeUnseen(set.label({ id }), removals, news.removals) : [];
    const changes = differsInState(declared, stored) || plan.actions.length > 0;
    return { plan, lines: { warnings: unseen, infos: [] }, changes };
  },

  plan: (session, declared, stored = {}) => decide(session, declared ?? nothingOf(stored), stored),
  previewProperties: shown,

  async apply(session, wanted, stored = {}, plan) {
    const declared = wanted ?? nothingOf(stored);
    const { roles } = session.inventory;
    const done = new Set<string>();
    const carryOut = async (action: RoleAction) => {
      const { id } = action;
      if (action.do === "delete") {
        await deleteRole(session, id, "");
        done.add(id);
        return;
      }
      const role = { roleId: id, ...action.entry, adopt: declared.adopt };
      const guarded = guardedAsPlanned(session, declared.guard, plan, action);
      const live = action.do === "modify" ? await roles.fetch(id) : undefined;
      if (action.do === "modify" && live === undefined) roles.record(id, undefined);
      if (live === undefined) await ensureRole(session, role, guarded);
      else await modifyRole(session, role, live, guarded);
      done.add(id);
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
    if (wanted === undefined) failures.push(...(await unfinished(session, plan)));
    return {
      outputs: outputs(
        [...Object.entries(declared.roles), ...failed.map((id) => [id, stored.roles?.[id]] as const)],
        (id) => now.get(id),
        retiring,
      ),
      failures,
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

/** What a deletion with policy "apply" carries out: no role is declared any more. */
function nothingOf(stored: RoleSetOutputs): RoleSetInputs {
  return { roles: {}, allowEmpty: true, guard: (stored as Pick<RoleSetInputs, "guard">).guard };
}

/** What preview shows, in an order that no list of the server's decides: update plans pin it. */
function shown({ removals, gains, retiring }: RoleSetPlan): { removals?: string[] } & Properties {
  return {
    ...(removals.length > 0 && { removals: removals.map(({ name, action }) => `${name}: ${action}`).sort() }),
    ...(gains.length > 0 && { gains: gains.toSorted() }),
    ...(retiring.size > 0 && { retiring: [...retiring.keys()].sort() }),
  };
}

function describeRoles({ removals, gains, newAdmins, retiring, unmanaged, heldUnmanaged }: RoleSetPlan): Lines {
  return {
    warnings: [
      ...[...newAdmins].map(([id, holders]) => describeNewAdmins(id, holders)),
      ...(removals.length > 0
        ? [
            `${count(removals.length, "role")} would be narrowed or deleted: ${removals.map(({ name, action }) => `${name} (${action})`).join("; ")}`,
          ]
        : []),
      ...[...retiring].map(
        ([id, holders]) =>
          `role ${id} is dropped but still held by ${holders.join(", ")}: it is deleted once they have moved`,
      ),
      ...(unmanaged.length > 0
        ? [
            `${count(unmanaged.length, "custom role")} of the account ${unmanaged.length === 1 ? "is" : "are"} declared by nobody: ${unmanaged.join(", ")}`,
          ]
        : []),
      ...[...heldUnmanaged].map(
        ([id, holders]) =>
          `role ${id} is declared by nobody and would be deleted, but is held by ${holders.join(", ")}`,
      ),
    ],
    infos: gains,
  };
}

/** What a deletion leaves to a later run, though the resource has none. */
async function unfinished(session: Session, { retiring }: RoleSetPlan): Promise<string[]> {
  const still: string[] = [];
  for (const [id, holders] of retiring) {
    const role = await session.inventory.roles.peek(id);
    if (role !== undefined) still.push(`role ${id}: it is still held by ${holders.join(", ")}. It was not deleted.`);
  }
  return still;
}

/** Whether the state is not what the plan would make it, though no action says so. */
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
  forecast = false,
): Promise<RoleSetPlan> {
  for (const [id, role] of Object.entries(declared.roles)) noteDeclaredRole(session, id, role);
  const live = new Map((await session.inventory.roles.all()).map((role) => [role.id, role]));
  // A list may miss a role: only the API's own 404 proves that a member is gone.
  for (const id of [...Object.keys(stored.roles ?? {}), ...(stored.retiring ?? [])]) {
    const role = live.has(id) ? undefined : await session.inventory.roles.get(id);
    if (role === undefined) continue;
    session.inventory.roles.record(id, role);
    live.set(id, role);
  }
  const situation = {
    declared: { ...declared, guard: session.guard(declared.guard) },
    stored: Object.keys(stored.roles ?? {}),
    retired: stored.retiring ?? [],
    live,
    holders: () => [] as string[],
    isDeclaredElsewhere: (id: string) => session.declarations.holds("role", id),
  };
  const plan = planRoleSet(situation);
  // The holders of a role matter only if something is taken away from them, or if they become admins.
  const makesAdmins = [...plan.newAdmins.keys()].some((id) => live.has(id));
  const taking = plan.actions.filter((action) => action.do !== "create" && !isWidening(action));
  if (taking.length === 0 && !(forecast && makesAdmins)) return plan;
  const reading = session.inventory.holdersByRole(session.now());
  // A role is deleted only if it is known that no one holds it; a narrowing is judged as if someone did.
  const holders = await (taking.some(({ do: what }) => what === "delete") ? reading : readableHolders(reading));
  const people = await session.inventory.peopleByRole();
  const users = await session.inventory.users.all();
  const { roleId: ownRole, apiKeyId } = await session.proof.caller();
  // A list of keys may miss the one in use.
  const own = (id: string) => (id === ownRole ? [`API key ${apiKeyId}`] : []);
  const judged = planRoleSet({
    ...situation,
    holders: (id) => (holders === undefined ? [UNREADABLE] : (holders.get(id) ?? own(id))),
    people: (id) => people.get(id) ?? [],
    bindings: users.map(({ roleID, state }) => ({ roleId: roleID, state })),
    mayBeOwn: (id) => ownRole === undefined || id === ownRole,
  });
  return { ...judged, unmatched: unmatchedEmails(situation.declared.guard, [...people.values()].flat()) };
}

function outputs(
  declared: readonly (readonly [string, RoleEntry | undefined])[],
  now: (id: string) => Role | undefined,
  retiring: string[],
): RoleSetOutputs {
  const members = declared.flatMap(([id, entry]) => {
    const live = now(id);
    if (live === undefined) return [];
    const member: RoleEntry = {
      name: live.name,
      ...(entry?.description !== undefined && { description: live.description }),
      serviceRoleURNs: inDeclaredOrder(live.serviceRoleURNs, entry?.serviceRoleURNs),
    };
    return [[id, member] as const];
  });
  return {
    roles: Object.fromEntries(members),
    roleIds: Object.fromEntries(members.map(([id]) => [id, id])),
    retiring,
  };
}

function isWidening(action: RoleAction): boolean {
  return action.do === "modify" && action.lost.length === 0;
}

/** Changes that give, then those that take away, then deletions: one phase ends before the next starts. */
function phases(actions: readonly RoleAction[]): RoleAction[][] {
  const isTaking = (action: RoleAction) => action.do === "modify" && action.lost.length > 0;
  return [
    actions.filter((action) => action.do !== "delete" && !isTaking(action)),
    actions.filter(isTaking),
    actions.filter(({ do: what }) => what === "delete"),
  ];
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
