import { forEachConcurrent } from "../apply/for-each-concurrent.js";
import { invite, pendingInvitations } from "../apply/invitations.js";
import { carryOutPlan } from "../apply/user-actions.js";
import { bindingOf } from "../apply/users.js";
import type { User } from "../client/index.js";
import { declaredUsers } from "../plan/declared-users.js";
import { deepEqual } from "../plan/deep-equal.js";
import { exportUserSet } from "../plan/exported.js";
import { foldEmail } from "../plan/fields.js";
import { matchesAny } from "../plan/glob.js";
import { stillInvited } from "../plan/invitations.js";
import {
  type UserAssignmentSetInputs,
  type UserEntry,
  userAssignmentSetArgs,
  userAssignmentSetPolicies,
} from "../plan/user-assignment-set.js";
import type { UserAction, UsersPlan } from "../plan/users.js";
import {
  describeDone,
  describeEnabledAgain,
  describeFoundAsDeclared,
  describeInvitation,
  describeRestored,
  describeSet,
  fateOf,
  listChanges,
  RETAINED,
} from "../plan/users-messages.js";
import type { Session } from "../session/session.js";
import type { Properties, Resource } from "./resource.js";
import { setOf, undecidedIn } from "./set.js";
import {
  BASELINE,
  baselines,
  memoryOf,
  outputs,
  recalling,
  sameEntry,
  storedBinding,
  type UserAssignmentSetOutputs,
} from "./user-assignment-set-outputs.js";
import { planSet } from "./user-set-plan.js";

const set = setOf("user", "UserAssignmentSet");

/** A set of users with their roles and states. */
export const userAssignmentSet: Resource<UserAssignmentSetInputs, UserAssignmentSetOutputs, UsersPlan> = {
  ...set,
  declaredObjects: declaredUsers,
  exported: exportUserSet,
  args: userAssignmentSetArgs,
  policies: userAssignmentSetPolicies,
  previewKeys: [
    "removals",
    "gains",
    "invitations",
    "leaving",
    "former",
    "formerDisabled",
    "excludedIds",
    "protectedIds",
  ],
  keys: ({ users }) => Object.keys(users as object).map(foldEmail),
  undecided: (declared) =>
    undecidedIn(
      userAssignmentSetPolicies,
      "users",
      declared,
      (policy, value) => policy === "unmanaged" && typeof value === "object",
    ),
  keysLosing: ({ actions, users }) => {
    // Users whose access has ended are still declared.
    const declared = new Set([...users.values()].map(({ id }) => id));
    const losing = actions.filter((action) => action.do !== "bind" && !declared.has(action.user.id));
    return losing.flatMap(({ user }) => [foldEmail(user.email), user.id]);
  },
  coversUndeclared: ({ users, unmanaged = "ignore", exclude = [] }) => {
    if (unmanaged === "ignore" || unmanaged === "report") return undefined;
    const declared = new Set(Object.keys(users).map(foldEmail));
    return (key) => !declared.has(foldEmail(key)) && !matchesAny(exclude, key);
  },
  recalling,
  async preview(session, declared, inputs = {}) {
    await session.proof.owner();
    const plan = await planSet(session, declared, await outputsFromInputs(session, inputs), { isForecast: true });
    const keysById = new Map([...plan.users.values()].map(({ id, email }) => [id, `user ${email}`]));
    return { plan, lines: describeSet(plan), keysById };
  },

  async compare(session, id, declared, stored, news) {
    await set.require(session, id);
    const plan = await planSet(session, declared, stored, { isForecast: true });
    const changes = differsInState(stored, plan) || plan.actions.length > 0;
    return { plan, changes, lines: set.describeUnseen(session, id, shown(plan), news) };
  },

  plan: (session, declared, stored = {}) => planSet(session, declared ?? nothingOf(stored), stored),
  previewProperties: shown,

  async apply(session, wanted, stored = {}, plan) {
    const declared = wanted ?? nothingOf(stored);
    // The deletion of a set has no check that could say this.
    const notGivenBack = declared.removed === "restore" ? foundAsDeclared(stored, plan) : [];
    for (const text of [...describeRestored(plan), ...describeFoundAsDeclared(notGivenBack, "removed")]) {
      session.log.warn(text);
    }
    const live = new Map((await session.inventory.users.all()).map((user) => [user.id, user]));
    const declaredNow = new Set([...plan.users.values()].map(({ id }) => id));
    // Counts as failed until it is done, even if a cancelled run never begins it.
    const failed = new Set(plan.actions.map(({ user }) => user.id));
    const name = (email: string) => `user ${email}`;
    const fates = plan.retained.map((email) => ({ email, fate: RETAINED }));
    const carryOutOne = carryOutPlan(session, declared.guard, plan);
    const carryOut = (actions: readonly UserAction[]) =>
      forEachConcurrent(
        actions,
        ({ user }) => name(user.email),
        async (action) => {
          const now = await carryOutOne(action);
          failed.delete(action.user.id);
          if (!declaredNow.has(action.user.id)) {
            fates.push({ email: action.user.email, fate: fateOf(action, now && bindingOf(now)) });
          }
        },
        session.signal,
      );
    const invitedTo = new Map([...plan.pending].map(([email, { roleID }]) => [email, roleID]));
    const failures = [
      ...(await forEachConcurrent(
        plan.invitations,
        ({ email }) => name(email),
        async ({ email, roleId }) => invitedTo.set(email, (await invite(session, email, roleId)).roleID),
        session.signal,
      )),
      ...(await carryOut(plan.actions.filter(({ isRemoval }) => !isRemoval))),
      ...(await carryOut(plan.actions.filter(({ isRemoval }) => isRemoval))),
    ];

    const now = new Map((await session.inventory.users.all()).map((user) => [user.id, user]));
    const entries = { ...plan.entries };
    const ids = new Map([...plan.users].map(([email, { id }]) => [email, id]));
    for (const [email, entry] of Object.entries(stored.users ?? {})) {
      const id = plan.dropped.get(email) ?? "";
      const invitation = plan.leaving.get(email);
      if (invitation !== undefined) invitedTo.set(email, invitation.roleID);
      else if (!failed.has(id) || declaredNow.has(id)) continue;
      else ids.set(email, id);
      entries[email] = entry;
    }
    // This list may be newer than the plan's and lack someone; what was done must get into the state anyway.
    for (const id of [...ids.values(), ...plan.former]) {
      if (now.has(id)) continue;
      const user = await session.inventory.users.get(id).catch(() => live.get(id));
      if (user !== undefined) now.set(id, user);
    }
    const former = plan.former.filter((id) => now.has(id) && !failed.has(id));
    const isFormer = new Set(former);
    const outs = outputs(entries, { ids, invitedTo }, now, baselines(stored, live));
    const formerDisabled = plan.formerDisabled.filter((id) => isFormer.has(id));
    if (wanted === undefined) failures.push(...unfinished(plan));
    const outputsNow = { ...outs, ...memoryOf({ ...plan, former, formerDisabled }) };
    return { outputs: outputsNow, failures, done: describeDone(fates) };
  },

  async read(session, _, stored) {
    await session.inventory.users.all();
    const now = new Map<string, User>();
    const entries: Record<string, UserEntry> = {};
    const [ids, invitedTo] = [new Map<string, string>(), new Map<string, string>()];
    for (const [email, id] of Object.entries(stored.userIds ?? {})) {
      const { users } = session.inventory;
      const user = await (id === "" ? session.inventory.userByEmail(email) : users.get(id));
      if (user !== undefined) now.set(user.id, user);
      const [invitation] = id === "" && user === undefined ? await pendingInvitations(session, email) : [];
      if (invitation !== undefined) invitedTo.set(email, invitation.roleID);
      ids.set(email, user?.id ?? id);
      entries[email] = stored.users?.[email] ?? "";
    }
    const foundOf = (email: string) => storedBinding(stored.found?.[email]) ?? BASELINE;
    const outs = outputs(entries, { ids, invitedTo }, now, foundOf);
    const memory = memoryOf(stored);
    const disabled = new Set(stored.formerDisabled);
    const again = (await session.inventory.users.all()).filter(
      ({ id, state }) => disabled.has(id) && state === "enabled",
    );
    for (const text of describeEnabledAgain(again.map(({ email }) => email))) session.log.warn(text);
    const kept = { ...outs, ...memory };
    const hasDrifted = !deepEqual({ ...stored, ...kept }, stored);
    return { outputs: kept, ...(hasDrifted && { inputs: { users: outs.users, ...memory } }) };
  },
};

/** What a deletion with policy "apply" carries out: a set without users. */
function nothingOf(stored: UserAssignmentSetOutputs): UserAssignmentSetInputs {
  const { removed, guard } = stored as Pick<UserAssignmentSetInputs, "removed" | "guard">;
  return { users: {}, allowEmpty: true, removed, guard };
}

/** What the stored inputs say about the members, if the outputs are not at hand. */
async function outputsFromInputs(
  session: Session,
  { users = {}, leaving = [], ...inputs }: Properties,
): Promise<UserAssignmentSetOutputs> {
  const { former = [], ...memory } = memoryOf(inputs as UserAssignmentSetOutputs);
  const invited = leaving as string[];
  const wanted = new Map([...Object.keys(users as object), ...invited].map((email) => [foldEmail(email), email]));
  // A member whose id is not known here is left to the comparison, which has the outputs.
  const userIds: Record<string, string> = Object.fromEntries(invited.map((email) => [email, ""]));
  for (const user of await session.inventory.users.all()) {
    const email = wanted.get(foldEmail(user.email));
    if (email !== undefined) userIds[email] = user.id;
  }
  return { users: users as Record<string, UserEntry>, userIds, former, ...memory, leaving: invited };
}

/** What preview shows, and what the next check and comparison remember. */
function shown({ removals, gains, invitations, leaving, ...plan }: UsersPlan): { removals?: string[] } & Properties {
  return {
    ...memoryOf(plan),
    ...(removals.length > 0 && { removals: listChanges(removals) }),
    ...(gains.length > 0 && { gains: listChanges(gains) }),
    ...(invitations.length > 0 && { invitations: invitations.map(describeInvitation).sort() }),
    ...(leaving.size > 0 && { leaving: [...leaving.keys()].sort() }),
  };
}

/** What a deletion cannot finish, though no later run will. */
function unfinished({ leaving }: UsersPlan): string[] {
  return [...leaving].map(
    ([email, invitation]) => `user ${email}: ${stillInvited(email, invitation, 'removed: "retain"')}`,
  );
}

/** Whether the state differs from what the plan would store, even without an action. */
function differsInState(stored: UserAssignmentSetOutputs, { entries: now, invitations, leaving }: UsersPlan): boolean {
  const entries = Object.entries(now);
  const waiting = new Set([...leaving.keys()].map(foldEmail));
  const members = new Map(
    Object.entries(stored.users ?? {})
      .map(([email, entry]) => [foldEmail(email), entry] as const)
      .filter(([email]) => !waiting.has(email)),
  );
  return (
    invitations.length > 0 ||
    entries.length !== members.size ||
    entries.some(([email, entry]) => !sameEntry(entry, members.get(foldEmail(email))))
  );
}

/** New members that were found as declared and that the set did not invite. */
function foundAsDeclared({ userIds = {} }: UserAssignmentSetOutputs, { users, actions }: UsersPlan): string[] {
  const known = new Set([...Object.values(userIds), ...actions.map(({ user }) => user.id)]);
  const invited = new Set(Object.entries(userIds).flatMap(([email, id]) => (id === "" ? foldEmail(email) : [])));
  const asDeclared = [...users].filter(([email, { id }]) => !known.has(id) && !invited.has(foldEmail(email)));
  return asDeclared.map(([, { email }]) => email);
}
