import { forEachConcurrent } from "../apply/for-each-concurrent.js";
import { releaseRole } from "../apply/retiring.js";
import { guardedAsPlanned, UNREADABLE } from "../apply/role-guard.js";
import { deleteRole, ensureRole, modifyRole, noteDeclaredRole } from "../apply/roles.js";
import type { Role } from "../client/index.js";
import { readableHolders } from "../inventory/readable-holders.js";
import { matchesAny } from "../plan/glob.js";
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
import { describeNewAdmins } from "./role-messages.js";
import type { SetResource } from "./set-resource.js";

export interface RoleSetOutputs {
  /** The members as the account has them; a description only where it is declared. */
  roles?: Record<string, RoleEntry>;
  roleIds?: Record<string, string>;
  /** Dropped roles that wait for their last holder to move. */
  retiring?: string[];
}

/** A set of custom roles. */
export const roleSet: SetResource<RoleSetInputs, RoleSetOutputs, RoleSetPlan> = {
  object: "role",
  title: "RoleSet",
  prefix: "roles",
  args: roleSetArgs,
  policies: roleSetPolicies,
  keys: ({ roles }) => Object.keys(roles),
  keysLosing: ({ actions, retiring }) => [
    ...actions.filter((action) => action.do === "delete").map(({ id }) => id),
    ...retiring.keys(),
  ],
  onApproved(session, { retiring }) {
    for (const id of retiring.keys()) session.retiring.add(id);
  },
  async unfinished(session, { retiring }) {
    const still: string[] = [];
    for (const [id, holders] of retiring) {
      const role = await session.inventory.roles.peek(id);
      if (role !== undefined) still.push(`role ${id}: it is still held by ${holders.join(", ")}. It was not deleted.`);
    }
    return still;
  },
  coversUndeclared: ({ roles, unmanaged = "ignore", exclude = [] }) =>
    unmanaged === "delete" ? (id) => !Object.hasOwn(roles, id) && !matchesAny(exclude, id) : undefined,
  outputsFromInputs: async (_, { roles = {}, retiring = [] }) => ({
    roles: roles as Record<string, RoleEntry>,
    retiring: retiring as string[],
  }),
  plan: decide,
  emptyDeclaration: () => ({ roles: {}, allowEmpty: true }),

  messages: ({ removals, gains, newAdmins, retiring, unmanaged, heldUnmanaged }) => ({
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
  }),
  previewProperties: ({ removals, gains, retiring }) => ({
    // In an order that no list of the server's decides: update plans pin it.
    ...(removals.length > 0 && { removals: removals.map(({ name, action }) => `${name}: ${action}`).sort() }),
    ...(gains.length > 0 && { gains: gains.toSorted() }),
    ...(retiring.size > 0 && { retiring: [...retiring.keys()].sort() }),
  }),

  differsInState: ({ roles }, stored) => {
    const members = stored.roles ?? {};
    const ids = Object.keys(roles);
    if (ids.length !== Object.keys(members).length) return true;
    return ids.some((id) => {
      const [declared, member] = [roles[id], members[id]];
      if (declared === undefined || member === undefined) return true;
      return roleDifferences(declared, member).length > 0;
    });
  },

  async apply(session, declared, stored, plan) {
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
    // With what was written meanwhile, also where it was not kept.
    const now = new Map((await roles.all()).map((role) => [role.id, role]));
    const dropped = Object.keys(stored.roles ?? {}).filter((id) => !Object.hasOwn(declared.roles, id));
    const planned = new Set(plan.actions.map(({ id }) => id));
    const failed = dropped.filter((id) => planned.has(id) && !done.has(id));
    const retiring: string[] = [];
    for (const id of [...plan.retiring.keys(), ...(stored.retiring ?? []).filter((id) => planned.has(id))]) {
      // By now a user may have moved and the role be gone; where its deletion failed, it waits for the next run.
      if (!Object.hasOwn(declared.roles, id) && (await roles.peek(id)) !== undefined) retiring.push(id);
    }
    return {
      outputs: outputs(
        [...Object.entries(declared.roles), ...failed.map((id) => [id, stored.roles?.[id]] as const)],
        (id) => now.get(id),
        retiring,
      ),
      failures,
    };
  },

  async read(session, stored) {
    const live = new Map<string, Role>();
    const ids = [...Object.keys(stored.roles ?? {}), ...(stored.retiring ?? [])];
    await session.inventory.roles.all();
    for (const id of ids) {
      const role = await session.inventory.roles.get(id);
      if (role !== undefined) live.set(id, role);
    }
    const retiring = (stored.retiring ?? []).filter((id) => live.has(id));
    const outs = outputs(Object.entries(stored.roles ?? {}), (id) => live.get(id), retiring);
    return { outputs: outs, inputs: { roles: outs.roles } };
  },
};

async function decide(
  session: Session,
  declared: RoleSetInputs,
  stored: RoleSetOutputs,
  forecast = false,
): Promise<RoleSetPlan> {
  for (const [id, role] of Object.entries(declared.roles)) noteDeclaredRole(session, id, role);
  const live = new Map((await session.inventory.roles.all()).map((role) => [role.id, role]));
  // A list may lack a role: only the API's own 404 tells that a member is gone.
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
  // Who holds a role matters only where something is taken away, or where that makes an admin.
  const makesAdmins = [...plan.newAdmins.keys()].some((id) => live.has(id));
  const taking = plan.actions.filter((action) => action.do !== "create" && !isWidening(action));
  if (taking.length === 0 && !(forecast && makesAdmins)) return plan;
  const reading = session.inventory.holdersByRole(session.now());
  // A role is deleted only where it is known that nobody holds it; a narrowing is judged as if somebody did.
  const holders = await (taking.some(({ do: what }) => what === "delete") ? reading : readableHolders(reading));
  const people = await session.inventory.peopleByRole();
  const users = await session.inventory.users.all();
  const { roleId: ownRole, apiKeyId } = await session.proof.caller();
  // A list of keys may lack the one in use.
  const own = (id: string) => (id === ownRole ? [`API key ${apiKeyId}`] : []);
  return planRoleSet({
    ...situation,
    holders: (id) => (holders === undefined ? [UNREADABLE] : (holders.get(id) ?? own(id))),
    people: (id) => people.get(id) ?? [],
    bindings: users.map(({ roleID, state }) => ({ roleId: roleID, state })),
    mayBeOwn: (id) => ownRole === undefined || id === ownRole,
  });
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

/** What gives, then what takes, then deletions: one phase ends before the next begins. */
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
