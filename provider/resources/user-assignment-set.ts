import { each } from "../apply/each.js";
import { carryOutUserAction } from "../apply/user-set.js";
import type { User } from "../client/index.js";
import type { RoleURNs } from "../plan/access.js";
import { foldEmail } from "../plan/fields.js";
import { matchesAny } from "../plan/pattern.js";
import {
  type UserAssignmentSetInputs,
  type UserEntry,
  userAssignmentSetPlan,
  userAssignmentSetPolicies,
} from "../plan/user-assignment-set.js";
import { planUserSet, type UserAction, type UserSetPlan } from "../plan/user-set.js";
import type { Session } from "../session.js";
import type { SetKind } from "../set-kind.js";
import {
  BASELINE,
  baselines,
  members,
  outputs,
  sameEntry,
  storedBinding,
  type UserAssignmentSetOutputs,
} from "./user-set-outputs.js";
import { say, sayBaselines } from "./user-set-words.js";

/** A set of users with their roles and states. */
export const userAssignmentSet: SetKind<UserAssignmentSetInputs, UserAssignmentSetOutputs, UserSetPlan> = {
  kind: "user",
  title: "UserAssignmentSet",
  prefix: "users",
  plan: userAssignmentSetPlan,
  policies: userAssignmentSetPolicies,
  holds: ({ users }) => Object.keys(users).map(foldEmail),
  holdsById: ({ users }) => new Map([...users.values()].map(({ id, email }) => [id, email])),
  mayBeUnknown: (policy, value) => policy === "unmanaged" && typeof value === "object",
  takesFrom: ({ actions }) =>
    actions.filter((action) => action.do !== "bind").flatMap(({ user }) => [foldEmail(user.email), user.id]),
  coversUndeclared: ({ users, unmanaged = "ignore", exclude = [] }) => {
    if (unmanaged === "ignore" || unmanaged === "report") return undefined;
    const declared = new Set(Object.keys(users).map(foldEmail));
    return (key) => !declared.has(foldEmail(key)) && !matchesAny(exclude, key);
  },
  async fromInputs(session, { users = {}, former = [] }) {
    const wanted = new Map(Object.keys(users as object).map((email) => [foldEmail(email), email]));
    // Whose id is not known here is left to the comparison, which has the outputs.
    const userIds: Record<string, string> = Object.fromEntries([...wanted.values()].map((email) => [email, ""]));
    for (const user of await session.directory.users.all()) {
      const email = wanted.get(foldEmail(user.email));
      if (email !== undefined) userIds[email] = user.id;
    }
    return { users: users as Record<string, UserEntry>, userIds, former: former as string[] };
  },
  decide,
  emptied: (stored) => ({ users: {}, allowEmpty: true, removed: (stored as { removed?: "disable" }).removed }),
  say,
  shown: ({ removals, gains, former }) => ({
    ...(former.length > 0 && { former }),
    ...(removals.length > 0 && { removals: removals.map(({ name, action }) => `${name}: ${action}`) }),
    ...(gains.length > 0 && { gains }),
  }),

  differsInState: ({ users }, stored) => {
    const members = new Map(Object.entries(stored.users ?? {}).map(([email, entry]) => [foldEmail(email), entry]));
    const entries = Object.entries(users);
    return (
      entries.length !== members.size ||
      entries.some(([email, entry]) => !sameEntry(entry, members.get(foldEmail(email))))
    );
  },

  async apply(session, declared, stored, plan) {
    const failures: string[] = [];
    sayBaselines(session, declared, stored, plan);
    const live = new Map((await session.directory.users.all()).map((user) => [user.id, user]));
    const name = ({ user }: UserAction) => `user ${user.email}`;
    const failed = new Set<string>();
    const carryOut = async (action: UserAction) => {
      try {
        await carryOutUserAction(session, declared, plan, action);
      } catch (error) {
        failed.add(action.user.id);
        throw error;
      }
    };
    failures.push(
      ...(await each(
        plan.actions.filter(({ isRemoval }) => !isRemoval),
        name,
        carryOut,
      )),
    );
    failures.push(
      ...(await each(
        plan.actions.filter(({ isRemoval }) => isRemoval),
        name,
        carryOut,
      )),
    );

    const now = new Map((await session.directory.users.all()).map((user) => [user.id, user]));
    const members = [...plan.users].map(([email, { id }]) => ({ email, id, entry: declared.users[email] }));
    const declaredIds = new Set(members.map(({ id }) => id));
    for (const [email, id] of Object.entries(stored.userIds ?? {})) {
      if (failed.has(id) && !declaredIds.has(id)) members.push({ email, id, entry: stored.users?.[email] });
    }
    const foundOf = baselines(stored, live);
    const outs = outputs(members, now, (_, id) => foundOf(id));
    const former = plan.former.filter((id) => now.has(id) && !failed.has(id));
    return { outputs: { ...outs, ...(former.length > 0 && { former }) }, failures };
  },

  async read(session, stored) {
    await session.directory.users.all();
    const now = new Map<string, User>();
    const members = Object.entries(stored.userIds ?? {}).map(([email, id]) => ({
      email,
      id,
      entry: stored.users?.[email],
    }));
    for (const { id } of members) {
      const user = await session.directory.users.prove(id);
      if (user !== undefined) now.set(id, user);
    }
    const outs = outputs(members, now, (email) => storedBinding(stored.found?.[email]) ?? BASELINE);
    const former = stored.former && { former: stored.former };
    return { outputs: { ...outs, ...former }, inputs: { users: outs.users, ...former } };
  },
};

async function decide(
  session: Session,
  declared: UserAssignmentSetInputs,
  stored: UserAssignmentSetOutputs,
  forecast = false,
): Promise<UserSetPlan> {
  const { users, roles } = session.directory;
  // A list may lack someone: only the API's own 404 tells that a member is gone.
  const listed = new Set((await users.all()).map(({ id }) => id));
  for (const { userId } of members(stored)) {
    const user = userId === "" || listed.has(userId) ? undefined : await users.prove(userId);
    if (user !== undefined) users.wrote(user.id, user);
  }
  const known = new Set((await users.all()).map(({ email }) => foldEmail(email)));
  const missing = new Set(
    Object.keys(declared.users)
      .map(foldEmail)
      .filter((email) => !known.has(email)),
  );
  // Absence rests on two complete walks.
  const late = missing.size === 0 ? [] : await users.find(({ email }) => missing.has(foldEmail(email)));
  for (const user of late) users.wrote(user.id, user);
  const urns: RoleURNs = new Map([
    ...(await roles.all()).map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs] as const),
    ...(forecast ? session.declaredRoles : []),
  ]);
  return planUserSet({
    declared: { ...declared, guard: session.guard(declared.guard) },
    stored: members(stored),
    former: stored.former ?? [],
    live: (await users.all()).map(({ id, email, roleID, state }) => ({ id, email, roleId: roleID, state })),
    roles: urns,
    isRoleDeclared: (id) => session.declarations.holds("role", id),
    isRoleGoing: (id) => session.retiring.has(id),
    isDeclaredElsewhere: ({ id, email }) =>
      session.declarations.holds("user", foldEmail(email)) || session.declarations.holds("user", id),
  });
}
