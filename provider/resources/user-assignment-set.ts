import { each } from "../apply/each.js";
import { bindingOf, changeUser } from "../apply/users.js";
import type { User } from "../client/index.js";
import { type Binding, describeChange, type RoleURNs } from "../plan/access.js";
import { foldEmail } from "../plan/fields.js";
import { digestOf } from "../plan/guard.js";
import { matchesAny } from "../plan/pattern.js";
import { sameEmail } from "../plan/user-assignment.js";
import {
  planUserSet,
  type StoredMember,
  type UserAction,
  type UserAssignmentSetInputs,
  type UserEntry,
  type UserSetPlan,
  userAssignmentSetPlan,
  userAssignmentSetPolicies,
  wantedBinding,
} from "../plan/user-assignment-set.js";
import type { Session } from "../session.js";
import type { SetKind } from "../set-kind.js";

export interface UserAssignmentSetOutputs {
  /** The members as the account has them, in the form in which they are declared. */
  users?: Record<string, UserEntry>;
  userIds?: Record<string, string>;
  /** What was found of each member when the set took them over; absent where that is {@link BASELINE}. */
  found?: Record<string, UserEntry>;
  /** Ids of users whom the set had declared once; absent where there are none. */
  former?: string[];
}

/** The baseline that is not stored: what a disabled user falls back to anyway. */
const BASELINE: Binding = { roleId: "read-only", state: "enabled" };

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
        await act(session, declared, plan, action);
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

/** One action; what takes an admin away looks once more at how many are left, whatever failed before. */
async function act(
  session: Session,
  declared: UserAssignmentSetInputs,
  plan: UserSetPlan,
  { to: planned, isRemoval, keepsState, user: listed }: UserAction,
): Promise<void> {
  const { users } = session.directory;
  const user = await users.fresh(listed.id);
  if (user === undefined) {
    users.wrote(listed.id, undefined);
    if (planned === undefined) return;
    throw new Error("the user is gone from the account. Run again.");
  }
  const to = keepsState && planned !== undefined ? { roleId: planned.roleId, state: user.state } : planned;
  if (to !== undefined && describeChange(bindingOf(user), to) === "") {
    users.wrote(user.id, user);
    return;
  }
  if (!sameEmail(user.email, listed.email)) {
    throw new Error(`the user has the email ${user.email} now. Nothing was written. Run again.`);
  }
  // What was judged was the change from what the list showed.
  if (user.roleID !== listed.roleId || (user.state === "enabled" && listed.state !== "enabled")) {
    const change = describeChange(listed, bindingOf(user));
    throw new Error(`someone else changed the user meanwhile (${change}). Nothing was written. Run again.`);
  }
  if (to !== undefined && (await session.directory.roles.prove(to.roleId)) === undefined) {
    throw new Error(`there is no role ${to.roleId} in the account.`);
  }
  const { adminRoles, minimumAdmins, allow } = session.guard(declared.guard);
  // The limits have judged the whole plan; of the guards, only the last admins depend on what has become of it.
  const least = minimumAdmins ?? 1;
  const isAllowed = allow !== undefined && allow === digestOf(plan.removals);
  const rest = {
    ...(adminRoles && { adminRoles }),
    minimumAdmins: isAllowed ? Math.min(least, plan.admins.after) : least,
  };
  await changeUser(session, user, to, rest, isRemoval);
}

function say({ removals, gains, newAdmins, unmanaged, staysDisabled, notKnownYet }: UserSetPlan) {
  const byRole = Map.groupBy(newAdmins, ({ roleId }) => roleId);
  return {
    warnings: [
      ...(removals.length > 0
        ? [
            `${count(removals.length)} would lose access: ${some(removals.map(({ name, action }) => `${name} (${action})`))}`,
          ]
        : []),
      ...[...byRole].map(
        ([roleId, who]) => `${count(who.length)} would gain ${roleId}: ${some(who.map(({ email }) => email))}`,
      ),
      ...(unmanaged.length > 0
        ? [
            `${count(unmanaged.length)} of the account ${unmanaged.length === 1 ? "is" : "are"} declared by nobody: ${some(unmanaged)}`,
          ]
        : []),
      ...(staysDisabled.length > 0
        ? [
            `${count(staysDisabled.length)} ${staysDisabled.length === 1 ? "stays" : "stay"} disabled: ${some(staysDisabled)}. Declare { roleId, state: "enabled" } to let them in`,
          ]
        : []),
    ],
    infos: [
      ...(gains.length > 0 ? [`${count(gains.length)} would gain access: ${some(gains)}`] : []),
      ...(notKnownYet.length > 0
        ? [`${count(notKnownYet.length)} would get a role that is not known yet: ${some(notKnownYet)}`]
        : []),
    ],
  };
}

/** What a restore gives back, where it may not be what somebody expects. */
function sayBaselines(
  { log }: Session,
  { removed }: UserAssignmentSetInputs,
  stored: UserAssignmentSetOutputs,
  { users, actions, notRaised }: UserSetPlan,
): void {
  for (const [roleId, who] of Map.groupBy(notRaised, ({ roleId }) => roleId)) {
    const names = some(who.map(({ email }) => email));
    log.warn(`The role that was found, ${roleId}, is an admin role, and a restore raises nobody to one: ${names}`);
  }
  if (removed !== "restore") return;
  const known = new Set([...Object.values(stored.userIds ?? {}), ...actions.map(({ user }) => user.id)]);
  const asDeclared = [...users.values()].filter(({ id }) => !known.has(id));
  if (asDeclared.length === 0) return;
  log.warn(
    `${count(asDeclared.length)} found as declared, so that is what removed: "restore" gives back: ` +
      `${some(asDeclared.map(({ email }) => email))}. After a rename without \`aliases\`, a crash or a move, an earlier baseline is lost.`,
  );
}

function members({ users = {}, userIds = {}, found }: UserAssignmentSetOutputs): StoredMember[] {
  return Object.keys(users).flatMap((email) => {
    const userId = userIds[email];
    return userId === undefined ? [] : [{ email, userId, found: found && (storedBinding(found[email]) ?? BASELINE) }];
  });
}

/** What was found stays found, also when a user is declared under their new email. */
function baselines(stored: UserAssignmentSetOutputs, live: ReadonlyMap<string, User>): (id: string) => Binding {
  const found = new Map(members(stored).map((member) => [member.userId, member.found]));
  return (id) => {
    const user = live.get(id);
    return found.get(id) ?? (user === undefined ? BASELINE : bindingOf(user));
  };
}

function outputs(
  of: readonly { email: string; id: string; entry: UserEntry | undefined }[],
  now: ReadonlyMap<string, User>,
  foundOf: (email: string, id: string) => Binding,
): UserAssignmentSetOutputs {
  const outs = { users: {}, userIds: {}, found: {} } as Required<UserAssignmentSetOutputs>;
  for (const { email, id, entry } of of) {
    const user = now.get(id);
    if (user === undefined) continue;
    const { roleId, state } = bindingOf(user);
    const declaresState = typeof entry === "object" && entry.state !== undefined;
    outs.users[email] =
      typeof entry === "object" ? { roleId, ...(declaresState && { state: asState(state) }) } : roleId;
    outs.userIds[email] = id;
    const found = foundOf(email, id);
    if (describeChange(found, BASELINE) !== "") {
      outs.found[email] =
        found.state === "enabled" ? found.roleId : { roleId: found.roleId, state: asState(found.state) };
    }
  }
  return outs;
}

function storedBinding(entry: UserEntry | undefined): Binding | undefined {
  return entry === undefined ? undefined : wantedBinding(entry, { roleId: "", state: "enabled" });
}

function sameEntry(declared: UserEntry, stored: UserEntry | undefined): boolean {
  if (stored === undefined) return false;
  const [a, b] = [declared, stored].map((one) => (typeof one === "string" ? { roleId: one } : one));
  return a?.roleId === b?.roleId && (a?.state === undefined || a.state === b?.state);
}

function asState(state: string): "enabled" | "disabled" {
  return state === "enabled" ? "enabled" : "disabled";
}

function count(users: number): string {
  return users === 1 ? "1 user" : `${users} users`;
}

/** A line holds this many names; the properties `removals` and `gains` hold all. */
const NAMES_IN_A_LINE = 100;

function some(names: readonly string[]): string {
  const more = names.length - NAMES_IN_A_LINE;
  const shown = names.slice(0, NAMES_IN_A_LINE).join(", ");
  return more > 0 ? `${shown} and ${more} more (all of them: pulumi preview --diff)` : shown;
}
