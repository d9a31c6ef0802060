import { pendingInvitations } from "../apply/users/invitations.js";
import { carryOutUserSet } from "../apply/users/user-set.js";
import type { User } from "../client/index.js";
import { deepEqual } from "../plan/args/deep-equal.js";
import { foldEmail } from "../plan/args/fields.js";
import { matchesAny } from "../plan/args/glob.js";
import { declaredUsers } from "../plan/stored/declared-users.js";
import { exportUserSet } from "../plan/stored/exported.js";
import { stillInvited } from "../plan/users/invitations.js";
import {
  type UserAssignmentSetInputs,
  type UserEntry,
  userAssignmentSetArgs,
  userAssignmentSetPolicies,
} from "../plan/users/user-assignment-set.js";
import type { UsersPlan } from "../plan/users/users.js";
import {
  describeDone,
  describeEnabledAgain,
  describeFoundAsDeclared,
  describeInvitation,
  describeRestored,
  describeUserSet,
  listChanges,
} from "../plan/users/users-messages.js";
import type { Resource } from "./resource.js";
import { setOf, undecidedIn } from "./set.js";
import { sortedIfAny } from "./shown.js";
import {
  BASELINE,
  memoryOf,
  outputs,
  outputsAfter,
  recalling,
  storedBinding,
  type UserAssignmentSetOutputs,
} from "./user-assignment-set/outputs.js";
import { differsInState, nothingOf, outputsFromInputs, planUserSet } from "./user-assignment-set/plan.js";

const set = setOf("user", "UserAssignmentSet");

/** A set of users with their roles and states. */
export const userAssignmentSet: Resource<UserAssignmentSetInputs, UserAssignmentSetOutputs, UsersPlan> = {
  ...set,
  declaredObjects: declaredUsers,
  exported: exportUserSet,
  args: userAssignmentSetArgs,
  policies: userAssignmentSetPolicies,
  shown: {
    removals: removalsShown,
    gains: ({ gains }) => changesIfAny(gains),
    invitations: ({ invitations }) => sortedIfAny(invitations.map(describeInvitation)),
    leaving: ({ leaving }) => sortedIfAny(leaving.keys()),
    former: (plan) => memoryOf(plan).former,
    formerDisabled: (plan) => memoryOf(plan).formerDisabled,
    excludedIds: (plan) => memoryOf(plan).excludedIds,
    protectedIds: (plan) => memoryOf(plan).protectedIds,
  },
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
    const plan = await planUserSet(session, declared, await outputsFromInputs(session, inputs), { isForecast: true });
    const keysById = new Map([...plan.users.values()].map(({ id, email }) => [id, `user ${email}`]));
    return { plan, lines: describeUserSet(plan), keysById };
  },

  async compare(session, id, declared, stored, news) {
    await set.require(session, id);
    const plan = await planUserSet(session, declared, stored, { isForecast: true });
    const changes = differsInState(stored, plan) || plan.actions.length > 0;
    return { plan, changes, lines: set.describeUnseen(session, id, removalsShown(plan), news) };
  },

  plan: (session, declared, stored = {}) => planUserSet(session, declared ?? nothingOf(stored), stored),

  async apply(session, wanted, stored = {}, plan) {
    const declared = wanted ?? nothingOf(stored);
    // The deletion of a set has no check that could say this.
    const notGivenBack = declared.removed === "restore" ? foundAsDeclared(stored, plan) : [];
    for (const text of [...describeRestored(plan), ...describeFoundAsDeclared(notGivenBack, "removed")]) {
      session.log.warn(text);
    }
    const before = new Map((await session.inventory.users.all()).map((user) => [user.id, user]));
    const run = await carryOutUserSet(session, declared.guard, plan);
    if (wanted === undefined) run.failures.push(...unfinished(plan));
    const outs = await outputsAfter(session, { stored, before, plan, ...run });
    return { outputs: outs, failures: run.failures, done: describeDone(run.fates) };
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

function removalsShown({ removals }: UsersPlan): string[] | undefined {
  return changesIfAny(removals);
}

function changesIfAny(changes: UsersPlan["removals"] | UsersPlan["gains"]): string[] | undefined {
  return changes.length > 0 ? listChanges(changes) : undefined;
}

/** What a deletion cannot finish, though no later run will. */
function unfinished({ leaving }: UsersPlan): string[] {
  return [...leaving].map(
    ([email, invitation]) => `user ${email}: ${stillInvited(email, invitation, 'removed: "retain"')}`,
  );
}

/** New members that were found as declared and that the set did not invite. */
function foundAsDeclared({ userIds = {} }: UserAssignmentSetOutputs, { users, actions }: UsersPlan): string[] {
  const known = new Set([...Object.values(userIds), ...actions.map(({ user }) => user.id)]);
  const invited = new Set(Object.entries(userIds).flatMap(([email, id]) => (id === "" ? foldEmail(email) : [])));
  const asDeclared = [...users].filter(([email, { id }]) => !known.has(id) && !invited.has(foldEmail(email)));
  return asDeclared.map(([, { email }]) => email);
}
