import { unreadOf } from "../../client/api/unread.js";
import { ApiError, type Role } from "../../client/index.js";
import { ceasesToBeAdmin } from "../../plan/access/admin-roles.js";
import { heldBy } from "../../plan/access/holders.js";
import { roleDifferences, urnsLost } from "../../plan/roles/role.js";
import type { RoleEntry } from "../../plan/roles/role-set.js";
import { notKept } from "../../session/not-kept-error.js";
import type { Session } from "../../session/session.js";
import { READ_JUST_NOW, RESTS_ON_NO_READ } from "../../session/write-once.js";
import { inTurn, type JudgeAgain } from "../write-guard.js";
import { type RoleGuard, refuseUnjudged } from "./role-guard.js";
import { adminsWithoutRole } from "./role-holders.js";

/** Writes what differs from the declaration, based on the role as it is now. */
export async function modifyRole(session: Session, declared: RoleEntry, live: Role, guard: RoleGuard): Promise<Role> {
  if (roleDifferences(declared, live).length === 0) return live;
  const { client, inventory } = session;
  await refuseUnreadURNs(session, live);
  const lost = urnsLost(declared, live);
  // It is not documented whether modify merges or replaces, so the whole body is sent: as read, with the differences applied.
  const wanted = (role: Role) => ({
    id: role.id,
    name: declared.name,
    description: declared.description ?? (unreadOf(role).includes("description") ? undefined : role.description),
    serviceRoleURNs: declared.serviceRoleURNs,
  });
  const write = (judgeAgain?: JudgeAgain) =>
    session.modifyOnce({
      seen: live,
      readAt: inventory.roles.readAt(live),
      send: (seen) => client.roles.modify(live.id, wanted(seen), READ_JUST_NOW),
      fetch: () => inventory.roles.fetch(live.id),
      differences: (now, seen) => roleDifferences(wanted(seen), now),
      judge: async (now) => {
        await refuseUnreadURNs(session, now);
        refuseUnjudged(lost, urnsLost(declared, now));
        return judgeAgain?.();
      },
      record: (now) => inventory.roles.record(now.id, now),
    });
  if (lost.length === 0) return write();
  // No one may be assigned the role between the read of its holders and the write.
  return session.roleLock.takeFrom(live.id, () => judgeAndNarrow(session, { declared, live, lost, guard }, write));
}

interface Narrowing {
  declared: RoleEntry;
  live: Role;
  lost: readonly string[];
  guard: RoleGuard;
}

async function judgeAndNarrow(
  session: Session,
  { declared, live, lost, guard }: Narrowing,
  write: (judgeAgain?: JudgeAgain) => Promise<Role>,
): Promise<Role> {
  const removal = await guard.narrowing(lost);
  if (removal === undefined) return write();
  const { adminRoles } = guard.guard;
  if (!ceasesToBeAdmin(live.id, live.serviceRoleURNs, declared.serviceRoleURNs, adminRoles)) {
    return guard.pass(removal, undefined, () => write());
  }
  return inTurn(session, guard, removal, () => adminsWithoutRole(session, live.id, adminRoles), write);
}

/** A role shown without `serviceRoleURNs` has none only if its list agrees; otherwise what it would lose is unknown. */
async function refuseUnreadURNs({ inventory }: Session, live: Role): Promise<void> {
  if (!unreadOf(live).includes("serviceRoleURNs")) return;
  const listed = (await inventory.roles.allNow()).find(({ id }) => id === live.id);
  if (listed === undefined || listed.serviceRoleURNs.length === 0) return;
  throw new Error(
    `the API shows role ${live.id} without serviceRoleURNs, but its list of roles shows ${listed.serviceRoleURNs.length} of them: what ` +
      "the role would lose is unknown. Nothing was written. Try again once the service has recovered.",
  );
}

/** Deletes a role that no one holds; otherwise fails and names its holders. */
export async function deleteRole(session: Session, id: string, advice: string): Promise<void> {
  const { client, inventory, roleLock } = session;
  // Someone may have been assigned the role since the plan, and lists of a minute ago would not show that.
  let readAt = Number.NEGATIVE_INFINITY;
  const refuseHeld = async () => {
    const askedAt = session.clock.now();
    const holders = await inventory.holdersNow(id, session.now());
    readAt = askedAt;
    if (holders.length === 0) return;
    throw new Error(heldBy("it is still held by", holders, `Nothing was deleted. ${advice}`));
  };
  await roleLock.takeFrom(id, async () => {
    await refuseHeld();
    await session.deleteOnce({
      send: () => client.roles.delete(id, READ_JUST_NOW),
      fetch: (isSent) => inventory.roles.fetchDeleted(id, isSent),
      readAt,
      judge: refuseHeld,
    });
    inventory.roles.record(id, undefined);
  });
}

/** Creates the role. If another one has its id, that one is returned: someone else made it in the meantime. */
export async function createRole(
  session: Session,
  id: string,
  declared: RoleEntry,
): Promise<{ role: Role; isNew: boolean }> {
  const { client, inventory } = session;
  const { name, description = "", serviceRoleURNs } = declared;
  let isLost = false;
  const isOurs = (live: Role) => isLost && roleDifferences(declared, live).length === 0;
  let role: Role | undefined;
  try {
    role = await session.writeOnce({
      send: () => client.roles.create({ id, name, description, serviceRoleURNs }),
      readBack: () => {
        isLost = true;
        return inventory.roles.fetch(id);
      },
      readAt: RESTS_ON_NO_READ,
    });
    if (isLost && !isOurs(role)) return { role, isNew: false };
  } catch (error) {
    // A duplicate is refused with 400 or 409 (undocumented which): someone else made it, or our response was lost.
    if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 409)) throw error;
    role = await inventory.roles.fetch(id);
    if (role === undefined) throw error;
    if (!isOurs(role)) return { role, isNew: false };
  }
  inventory.roles.record(role.id, role);
  const missing = roleDifferences(declared, role);
  if (missing.length > 0) throw notKept(missing, role);
  return { role, isNew: true };
}
