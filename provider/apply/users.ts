import type { User } from "../client/index.js";
import { type Binding, describeChange, losesAccess } from "../plan/bindings.js";
import { ADMIN_ROLES, type Guard, type Removal } from "../plan/guard.js";
import type { Session } from "../session/session.js";
import { READ_JUST_NOW } from "../session/write-once.js";
import { releaseRole } from "./retiring.js";

/** The binding that a user gets; `keepsState`: their state is not declared, so it goes back as it is when it is sent. */
export type Target = Binding & { keepsState?: boolean };

/** What a write needs to know that was held up. */
interface HeldUp {
  /** Judges once more what takes access away. */
  judge?: () => Promise<unknown>;
  /** When the user was read; for a write that had to wait for others. */
  readAt?: number;
}

/** The binding that a user has. */
export const bindingOf = (user: User): Binding => ({ roleId: user.roleID, state: user.state });

/** One modify with both writable fields, where anything differs. */
async function writeBinding(session: Session, live: User, to: Target, { judge, readAt }: HeldUp = {}): Promise<User> {
  const { client, inventory } = session;
  const goalOf = (user: User): Binding => ({ roleId: to.roleId, state: to.keepsState ? user.state : to.state });
  const isDone = (user: User) => describeChange(bindingOf(user), goalOf(user)) === "";
  if (isDone(live)) return live;
  writableState(goalOf(live).state);
  const written = await session.roleLock.assign(to.roleId, async (waited) => {
    if (waited && (await inventory.roles.peek(to.roleId)) === undefined) {
      throw new Error(`role ${to.roleId} was deleted in this run meanwhile. Nothing was written; run again.`);
    }
    let seen = live;
    const user = await session.writeOnce(
      async () => {
        const { roleId: roleID, state } = goalOf(seen);
        return client.users.modify(live.id, { roleID, state: writableState(state) }, READ_JUST_NOW);
      },
      async () => {
        const now = await inventory.users.fetch(live.id);
        if (now === undefined || isDone(now)) return now;
        refuseChanged(bindingOf(live), now);
        await judge?.();
        seen = now;
        return undefined;
      },
      readAt,
    );
    inventory.users.record(user.id, user);
    return user;
  });
  if (written.roleID !== live.roleID) await releaseRole(session, live.roleID);
  return written;
}

/** A state that only the vendor sets cannot be sent back, and nothing may take its place. */
function writableState(state: string): "enabled" | "disabled" {
  if (state === "enabled" || state === "disabled") return state;
  throw new Error(
    `the user is ${state}, which no write can keep. Nothing was written: declare state "enabled" or "disabled".`,
  );
}

/** What was judged was the change from what was read; a user who was disabled meanwhile has less to lose. */
export function refuseChanged(judged: Binding, now: User): void {
  if (now.roleID === judged.roleId && (now.state !== "enabled" || judged.state === "enabled")) return;
  const change = describeChange(judged, bindingOf(now));
  throw new Error(`someone else changed the user meanwhile (${change}). Nothing was written. Run again.`);
}

/** Takes a user out of the account. */
export async function removeUser(session: Session, live: User, { judge }: HeldUp = {}): Promise<void> {
  const { client, inventory } = session;
  await session.deleteOnce(
    () => client.users.delete(live.id, READ_JUST_NOW),
    async () => {
      const now = await inventory.users.fetch(live.id);
      if (now !== undefined) await judge?.();
      return now;
    },
  );
  inventory.users.record(live.id, undefined);
  await releaseRole(session, live.roleID);
}

/**
 * Changes one user, or with `to` undefined removes them; a guard judges what takes access away. A set has judged that
 * already for its whole plan: then `isRemoval` says so, and only the admins that are left are looked at once more.
 */
export async function changeUser(
  session: Session,
  live: User,
  to: Target | undefined,
  guard: Guard | undefined,
  isRemoval?: boolean,
): Promise<User | undefined> {
  const merged = isRemoval === undefined ? session.guard(guard) : { ...guard };
  const adminRoles = merged.adminRoles ?? ADMIN_ROLES;
  const from = bindingOf(live);
  if (to !== undefined && describeChange(from, to) === "") return live;
  const readAt = session.clock.now();
  const write = (held: HeldUp = { readAt }) =>
    to === undefined ? removeUser(session, live, held).then(() => undefined) : writeBinding(session, live, to, held);
  const isAdmin = (one: Binding | undefined) => one?.state === "enabled" && adminRoles.includes(one.roleId);
  if (!(isRemoval ?? (to === undefined || (await takesAway(session, from, to, adminRoles))))) return write();
  const action = to === undefined ? "remove" : describeChange(from, to);
  const removal: Removal = { kind: "user", id: live.id, name: live.email, action, from: live.roleID };
  if (!isAdmin(from) || isAdmin(to)) {
    return isRemoval ? write() : session.removals.one(merged, removal, {}, () => write());
  }
  return session.removals.inTurn(async () => {
    const facts = async () => {
      const users = await session.inventory.users.allFresh();
      const after = users.filter((user) => user.id !== live.id && isAdmin(bindingOf(user))).length;
      const listed = users.find(({ id }) => id === live.id);
      // Whom the list lacks was an admin when they were read.
      const isOne = listed === undefined || isAdmin(bindingOf(listed));
      return { admins: { now: after + (isOne ? 1 : 0), after } };
    };
    const judge = async () => session.removals.again(merged, removal, await facts(), async () => undefined);
    const send = () => write({ judge, readAt });
    // What a set has judged is counted already.
    return isRemoval
      ? session.removals.again(merged, removal, await facts(), send)
      : session.removals.one(merged, removal, await facts(), send);
  });
}

/** Roles are looked at only where the state does not decide by itself. */
async function takesAway(
  session: Session,
  from: Binding,
  to: Binding,
  adminRoles: readonly string[],
): Promise<boolean> {
  const { roles } = session.inventory;
  const urns = new Map<string, readonly string[]>();
  if (from.state === "enabled" && to.state === "enabled" && from.roleId !== to.roleId) {
    for (const id of [from.roleId, to.roleId]) {
      const role = await roles.peek(id);
      if (role !== undefined) urns.set(id, role.serviceRoleURNs);
    }
  }
  return losesAccess(from, to, urns, adminRoles);
}
