import type { User } from "../client/index.js";
import { type Binding, describeChange, losesAccess } from "../plan/access.js";
import { ADMIN_ROLES, type Guard, type Removal } from "../plan/guard.js";
import type { Session } from "../session.js";
import { releaseRole } from "./retiring.js";

/** The binding that a user has. */
export const bindingOf = (user: User): Binding => ({ roleId: user.roleID, state: user.state });

/** One modify with both writable fields, where anything differs. */
export async function writeBinding(session: Session, live: User, to: Binding): Promise<User> {
  const { client, directory } = session;
  const isWanted = (user: User) => describeChange(bindingOf(user), to) === "";
  if (isWanted(live)) return live;
  const { state } = to;
  if (state !== "enabled" && state !== "disabled") {
    throw new Error(
      `the user is ${state}, which no write can keep. Nothing was written: declare state "enabled" or "disabled".`,
    );
  }
  const written = await session.roleUse.give(to.roleId, async (waited) => {
    if (waited && (await directory.roles.lookUp(to.roleId)) === undefined) {
      throw new Error(`role ${to.roleId} was deleted in this run meanwhile. Nothing was written; run again.`);
    }
    const user = await session.settle(
      () => client.users.modify(live.id, { roleID: to.roleId, state }),
      async () => {
        const now = await directory.users.fresh(live.id);
        return now !== undefined && isWanted(now) ? now : undefined;
      },
    );
    directory.users.wrote(user.id, user);
    return user;
  });
  if (written.roleID !== live.roleID) await releaseRole(session, live.roleID);
  return written;
}

/** Takes a user out of the account. */
export async function removeUser(session: Session, live: User): Promise<void> {
  const { client, directory } = session;
  await session.settleDelete(
    () => client.users.delete(live.id),
    () => directory.users.fresh(live.id),
  );
  directory.users.wrote(live.id, undefined);
  await releaseRole(session, live.roleID);
}

/**
 * Changes one user, or with `to` undefined removes them; a guard judges what takes access away. A set has judged that
 * already for its whole plan: then `isRemoval` says so, and only the admins that are left are looked at once more.
 */
export async function changeUser(
  session: Session,
  live: User,
  to: Binding | undefined,
  guard: Guard | undefined,
  isRemoval?: boolean,
): Promise<User | undefined> {
  const merged = isRemoval === undefined ? session.guard(guard) : { ...guard };
  const adminRoles = merged.adminRoles ?? ADMIN_ROLES;
  const from = bindingOf(live);
  if (to !== undefined && describeChange(from, to) === "") return live;
  const write = () =>
    to === undefined ? removeUser(session, live).then(() => undefined) : writeBinding(session, live, to);
  const isAdmin = (one: Binding | undefined) => one?.state === "enabled" && adminRoles.includes(one.roleId);
  if (!(isRemoval ?? (to === undefined || (await takesAway(session, from, to, adminRoles))))) return write();
  const action = to === undefined ? "remove" : describeChange(from, to);
  const removal: Removal = { kind: "user", id: live.id, name: live.email, action, from: live.roleID };
  if (!isAdmin(from) || isAdmin(to)) {
    return isRemoval ? write() : session.removals.one(merged, removal, {}, write);
  }
  return session.removals.inTurn(async () => {
    const now = (await session.directory.users.all()).filter((user) => isAdmin(bindingOf(user))).length;
    const facts = { admins: { now, after: now - 1 } };
    // What a set has judged is counted already.
    return isRemoval
      ? session.removals.again(merged, removal, facts, write)
      : session.removals.one(merged, removal, facts, write);
  });
}

/** Roles are looked at only where the state does not decide by itself. */
async function takesAway(
  session: Session,
  from: Binding,
  to: Binding,
  adminRoles: readonly string[],
): Promise<boolean> {
  const { roles } = session.directory;
  const urns = new Map<string, readonly string[]>();
  if (from.state === "enabled" && to.state === "enabled" && from.roleId !== to.roleId) {
    for (const id of [from.roleId, to.roleId]) {
      const role = await roles.lookUp(id);
      if (role !== undefined) urns.set(id, role.serviceRoleURNs);
    }
  }
  return losesAccess(from, to, urns, adminRoles);
}
