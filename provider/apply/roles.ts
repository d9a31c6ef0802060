import { unreadOf } from "../client/api/unread.js";
import { ApiError, type Role } from "../client/index.js";
import { certain, describeDifferences } from "../plan/difference.js";
import { hasUnknown } from "../plan/fields.js";
import { type RoleContent, type RoleInputs, roleDifferences, urnsLost } from "../plan/role.js";
import { parseUrn } from "../session/account-proof.js";
import { notKept } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import { READ_JUST_NOW, RESTS_ON_NO_READ } from "../session/write-once.js";

/** A declared role: its id, its content and how to adopt it. */
export type RoleDeclaration = Pick<RoleInputs, "roleId" | "name" | "description" | "serviceRoleURNs" | "adopt">;

/** A change that takes URNs from a role. */
export interface Narrowing {
  lost: string[];
  now: readonly string[];
  next: readonly string[];
}

/**
 * Judges a write that takes access away, and then sends it. A write that was held up calls `judgeAgain` before it is sent.
 */
export type Guarded = <T>(
  narrowing: Narrowing,
  write: (judgeAgain?: () => Promise<unknown>) => Promise<T>,
) => Promise<T>;

/** Records the declared URNs of a role, to judge what its holders will have. */
export function noteDeclaredRole({ declaredRoles }: Session, id: string, { serviceRoleURNs }: RoleContent): void {
  // A list that is partly unknown is not recorded.
  if (serviceRoleURNs !== undefined && !hasUnknown(serviceRoleURNs)) declaredRoles.set(id, serviceRoleURNs);
}

/** Creates the role, or takes over an existing one as `adopt` says. */
export async function ensureRole(session: Session, declared: RoleDeclaration, guarded: Guarded): Promise<Role> {
  const present = await session.inventory.roles.peek(declared.roleId);
  return present === undefined ? create(session, declared, guarded) : adopt(session, declared, present, guarded);
}

/** Writes what differs from the declaration, based on the role as it is now. */
export async function modifyRole(
  session: Session,
  declared: RoleDeclaration,
  live: Role,
  guarded: Guarded,
): Promise<Role> {
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
  const write = (judgeAgain?: () => Promise<unknown>) =>
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
  const narrowing = { lost, now: live.serviceRoleURNs, next: declared.serviceRoleURNs };
  // No one may be assigned the role between the read of its holders and the write.
  return session.roleLock.takeFrom(live.id, () => guarded(narrowing, write));
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

/** The write would take away what someone added to the role since, and no guard has judged that. */
export function refuseUnjudged(judged: readonly string[], lost: readonly string[]): void {
  const more = lost.filter((urn) => !judged.includes(urn));
  if (more.length === 0) return;
  throw new Error(
    `someone else changed the role in the meantime: it would also lose ${more.join(", ")}. Nothing was written. Run again.`,
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
    throw new Error(`it is still held by ${holders.join(", ")}. Nothing was deleted. ${advice}`);
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

/** Why an existing role cannot be taken over; undefined if it can. */
export function adoptionConflict(
  { adopt = "identical", ...declared }: RoleDeclaration,
  live: Role,
): string | undefined {
  const account = parseUrn(live.urn)?.accountId ?? "(unknown)";
  if (adopt === "never") return `role ${live.id} already exists in account ${account}, and adopt is "never"`;
  const differences = certain(roleDifferences(declared, live));
  if (adopt === "overwrite" || differences.length === 0) return undefined;
  return (
    `role ${live.id} already exists and is not as declared (now → declared):\n${describeDifferences(differences)}\n` +
    'Nothing was written. Declare it as it is to take it over, or set adopt: "overwrite" to change it'
  );
}

async function create(session: Session, declared: RoleDeclaration, guarded: Guarded): Promise<Role> {
  const { client, inventory } = session;
  let isLost = false;
  const body = {
    id: declared.roleId,
    name: declared.name,
    description: declared.description ?? "",
    serviceRoleURNs: declared.serviceRoleURNs,
  };
  const isOurs = (live: RoleContent) => isLost && roleDifferences(declared, live).length === 0;
  let live: Role | undefined;
  try {
    live = await session.writeOnce({
      send: () => client.roles.create(body),
      readBack: () => {
        isLost = true;
        return inventory.roles.fetch(declared.roleId);
      },
      readAt: RESTS_ON_NO_READ,
    });
    if (isLost && !isOurs(live)) return adopt(session, declared, live, guarded);
  } catch (error) {
    // A duplicate is refused with 400 or 409 (undocumented which): someone else made it, or our response was lost.
    if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 409)) throw error;
    live = await inventory.roles.fetch(declared.roleId);
    if (live === undefined) throw error;
    if (!isOurs(live)) return adopt(session, declared, live, guarded);
  }
  inventory.roles.record(live.id, live);
  const missing = roleDifferences(declared, live);
  if (missing.length > 0) throw notKept(missing, live);
  return live;
}

async function adopt(session: Session, declared: RoleDeclaration, present: Role, guarded: Guarded): Promise<Role> {
  if (declared.adopt === "overwrite") {
    const live = (await session.inventory.roles.fetch(declared.roleId)) ?? present;
    return modifyRole(session, declared, live, guarded);
  }
  const conflict = adoptionConflict(declared, present);
  if (conflict !== undefined) throw new Error(conflict);
  session.inventory.roles.record(present.id, present);
  return present;
}
