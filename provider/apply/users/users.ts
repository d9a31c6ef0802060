import type { User } from "../../client/index.js";
import { ADMIN_ROLES, adminRoles } from "../../plan/access/admin-roles.js";
import { type Binding, describeChange, losesAccess } from "../../plan/access/bindings.js";
import type { Removal } from "../../plan/guard/guard.js";
import { digestOf } from "../../plan/guard/removals.js";
import { bindingDifferences } from "../../plan/users/user-assignment.js";
import { bindingOf } from "../../plan/users/user-members.js";
import type { Session } from "../../session/session.js";
import { READ_JUST_NOW } from "../../session/write-once.js";
import { releaseRole } from "../roles/retiring.js";
import { adminTest, contentsOf } from "../roles/role-contents.js";
import { inTurn, type JudgeAgain } from "../write-guard.js";
import { takeAdmin } from "./take-admin.js";
import type { UserGuard } from "./user-guard.js";

/** The binding that a write gives the user as they are then: a state that is not declared stays. */
export type Goal = (now: User) => Binding;

/** Sends one modify with both writable fields if anything differs. */
function writeBinding(session: Session, read: User, goal: Goal, judge?: JudgeAgain): Promise<User> {
  return session.userLock.run(read.id, () => modifyUser(session, asOfNow(session, read, goal), goal, judge));
}

/** Two sets may both act on a user that neither declares, so a write by one after the other's read counts. */
function asOfNow({ inventory: { users } }: Session, read: User, goal?: Goal): User {
  const written = users.writtenSince(read);
  if (written === undefined) return read;
  if (goal === undefined || !isAt(written, goal)) refuseChanged(bindingOf(read), written);
  return written;
}

/** Whether the user has that binding already. */
export function isAt(user: User, goal: Goal): boolean {
  return describeChange(bindingOf(user), goal(user)) === "";
}

async function modifyUser(session: Session, live: User, goal: Goal, judge?: JudgeAgain): Promise<User> {
  const { client, inventory } = session;
  if (isAt(live, goal)) return live;
  writableState(goal(live).state);
  return session.modifyOnce({
    seen: live,
    readAt: inventory.users.readAt(live),
    send: (seen) => {
      const { roleId: roleID, state } = goal(seen);
      return client.users.modify(live.id, { roleID, state: writableState(state) }, READ_JUST_NOW);
    },
    fetch: () => inventory.users.fetch(live.id),
    differences: (now, seen) => bindingDifferences(goal(seen), bindingOf(now)),
    judge: (now) => {
      refuseChanged(bindingOf(live), now);
      return judge?.();
    },
    record: (now) => inventory.users.record(now.id, now),
  });
}

/** A state that only the vendor sets cannot be sent back, and no other state may replace it. */
function writableState(state: string): "enabled" | "disabled" {
  if (state === "enabled" || state === "disabled") return state;
  throw new Error(
    `the user's state is ${state}, which no write can keep. Nothing was written: declare state "enabled" or "disabled".`,
  );
}

/** The guards judged a change from the binding we read; a user disabled since then has less to lose. */
export function refuseChanged(judged: Binding, now: User): void {
  if (now.roleID === judged.roleId && (now.state !== "enabled" || judged.state === "enabled")) return;
  const change = describeChange(judged, bindingOf(now));
  throw new Error(`someone else changed the user in the meantime (${change}). Nothing was written. Run again.`);
}

/** Takes a user out of the account. */
function removeUser(session: Session, read: User, judge?: JudgeAgain): Promise<void> {
  return session.userLock.run(read.id, () => deleteUser(session, asOfNow(session, read), judge));
}

async function deleteUser(session: Session, live: User, judge?: JudgeAgain): Promise<void> {
  const { client, inventory } = session;
  await session.deleteOnce({
    send: () => client.users.delete(live.id, READ_JUST_NOW),
    fetch: (isSent) => inventory.users.fetchDeleted(live.id, isSent),
    readAt: inventory.users.readAt(live),
    judge: (now) => {
      refuseChanged(bindingOf(live), now);
      return judge?.();
    },
  });
  inventory.users.record(live.id, undefined);
}

/** Changes one user, or without a goal removes them; a guard judges what takes access away. */
export async function changeUser(
  session: Session,
  live: User,
  goal: Goal | undefined,
  guard: UserGuard,
): Promise<User | undefined> {
  if (goal !== undefined && isAt(live, goal)) return live;
  const change = () => judgeAndWrite(session, { live, goal, guard });
  const written = goal === undefined ? await change() : await whileRoleStays(session, goal(live).roleId, change);
  // Outside all locks: it waits for every assignment of that role in progress.
  if (written?.roleID !== live.roleID) await releaseRole(session, live.roleID);
  return written;
}

/** Assigns a role only while nothing narrows or deletes it, so that the user gets the role that the guards judged. */
function whileRoleStays<T>(session: Session, roleId: string, give: () => Promise<T>): Promise<T> {
  return session.roleLock.assign(roleId, async (waited) => {
    if (waited && (await session.inventory.roles.peek(roleId)) === undefined) {
      throw new Error(`this run has deleted role ${roleId} in the meantime. Nothing was written. Run again.`);
    }
    return give();
  });
}

/** What a guard judges; digests contain these words. */
export function userRemoval(user: { id: string; email: string }, from: Binding, to: Binding | undefined): Removal {
  const action = to === undefined ? "remove" : describeChange(from, to);
  return { kind: "user", id: user.id, name: user.email, action, from: from.roleId };
}

interface Change {
  live: User;
  goal: Goal | undefined;
  guard: UserGuard;
}

async function judgeAndWrite(session: Session, change: Change): Promise<User | undefined> {
  const { live, goal, guard } = change;
  const named = guard.guard.adminRoles ?? ADMIN_ROLES;
  const [from, to] = [bindingOf(live), goal?.(live)];
  const contents = await contentsOf(session, rolesThatDecide(from, to, named));
  const takes = to === undefined || losesAccess(from, to, { roles: contents, named });
  if (!guard.isRemoval(takes, to)) return write(session, live, goal);
  const removal = userRemoval(live, from, to);
  const admins = adminRoles(named, contents);
  const staysAdmin = to !== undefined && admins.staysAdmin(to);
  if (!admins.isAdmin(from) || staysAdmin) return guard.pass(removal, undefined, () => write(session, live, goal));
  const without = () => adminsWithout(session, live, named);
  return inTurn(session, guard, removal, without, (judge) => takeFromAdmin(session, change, removal, judge));
}

async function takeFromAdmin(
  session: Session,
  { live, goal, guard }: Change,
  removal: Removal,
  judge: JudgeAgain,
): Promise<User | undefined> {
  const { allow, minimumAdmins = 1, adminRoles: named = ADMIN_ROLES } = guard.guard;
  const least = allow !== undefined && allow === digestOf([removal]) ? 0 : minimumAdmins;
  if (goal === undefined && least === 0) return write(session, live, goal, judge);
  // A user who was removed cannot be brought back: they are disabled until it is known that enough admins are left.
  const first = goal ?? (() => ({ roleId: live.roleID, state: "disabled" }));
  const taken = await takeAdmin(session, {
    live,
    named,
    least,
    take: () => writeBinding(session, live, first, judge),
    giveBack: (user) => writeBinding(session, user, () => bindingOf(live)),
  });
  return goal === undefined ? write(session, taken, goal, judge) : taken;
}

async function write(
  session: Session,
  live: User,
  goal: Goal | undefined,
  judge?: JudgeAgain,
): Promise<User | undefined> {
  if (goal !== undefined) return writeBinding(session, live, goal, judge);
  await removeUser(session, live, judge);
  return undefined;
}

/** How many enabled admins there are, with and without this one. */
async function adminsWithout(session: Session, { id }: User, named: readonly string[]) {
  const users = await session.inventory.users.allFresh();
  const isAdmin = await adminTest(session, named);
  const after = users.filter((user) => user.id !== id && isAdmin(user)).length;
  const listed = users.find((user) => user.id === id);
  // A user missing from the list was an admin when we read them.
  return { now: after + (listed === undefined || isAdmin(listed) ? 1 : 0), after };
}

/** The roles whose URNs decide: those that an enabled user leaves or gets, unless the guard names them. */
export function rolesThatDecide(from: Binding, to: Binding | undefined, named: readonly string[]): string[] {
  if (from.state !== "enabled") return [];
  if (to?.state !== "enabled") return [from.roleId].filter((id) => !named.includes(id));
  if (to.roleId === from.roleId || named.includes(to.roleId)) return [];
  return [from.roleId, to.roleId].filter((id) => !named.includes(id));
}
