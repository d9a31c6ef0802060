import type { Invitation, User } from "../client/index.js";
import { ADMIN_ROLES } from "../plan/admin-roles.js";
import type { Binding } from "../plan/bindings.js";
import { UNKNOWN } from "../plan/fields.js";
import type { Guard } from "../plan/guard.js";
import { endedAs } from "../plan/until.js";
import { type UserAssignmentSetInputs, type UserEntry, wantedBinding } from "../plan/user-assignment-set.js";
import { ALONE } from "../plan/user-failures.js";
import type { LiveUser } from "../plan/user-members.js";
import type { UsersPlan } from "../plan/users.js";
import { planUsersAt } from "../plan/users-until.js";
import type { Session } from "../session/session.js";
import { urnsOf } from "./role-contents.js";
import { rolesThatDecide } from "./users.js";

/** A user who is, or was, declared alone. */
export interface LoneUser {
  /** The address by which they are declared or known. */
  email: string;
  /** As the account or the state has them; undefined if there is no such user. */
  live: LiveUser | undefined;
  /** What is declared; undefined if nothing is any more. */
  entry?: UserEntry | undefined;
  /** What the state holds of them, if anything; the id is empty until an invitation is accepted. */
  stored?: { userId: string; found: Binding | undefined } | undefined;
  ifMissing?: "fail" | "invite" | undefined;
  removed?: UserAssignmentSetInputs["removed"];
  guard?: Guard | undefined;
  invitations?: readonly Invitation[];
  /** The addresses of the account, to name the one that was probably meant. */
  emails?: readonly string[] | undefined;
}

/**
 * Plans a set of one. It reads only the roles that matter and no other user, so only the guards of the write itself judge the
 * plan. A missing role is found at the write: at preview another resource may still create it.
 */
export async function planUser(session: Session, user: LoneUser, { isForecast = false } = {}): Promise<UsersPlan> {
  const { email, live, entry, stored, ifMissing, removed, invitations = [] } = user;
  const { adminRoles } = session.guard(user.guard);
  return planUsersAt(session.judgedAt(), {
    declared: { users: entry === undefined ? {} : { [email]: entry }, ifMissing, removed, guard: { adminRoles } },
    stored: stored === undefined ? [] : [{ email, ...stored }],
    live: live === undefined ? [] : [live],
    invitations,
    emails: user.emails,
    roles: await rolesFor(session, user, adminRoles, isForecast),
    declaredRoles: session.declaredRoles,
    isForecast,
    wording: ALONE,
    isRoleDeclared: () => true,
    isRoleRetiring: (id) => session.retiring.has(id),
    isDeclaredElsewhere: () => false,
  });
}

export function liveUser({ id, email, roleID, state }: Pick<User, "id" | "email" | "roleID" | "state">): LiveUser {
  return { id, email, roleId: roleID, state };
}

async function rolesFor(
  session: Session,
  { live, entry: plain, stored, removed, invitations = [] }: LoneUser,
  named: readonly string[] = ADMIN_ROLES,
  isForecast: boolean,
): Promise<Map<string, readonly string[]>> {
  const undecided = (ids: readonly string[]) => ids.filter((id) => id !== UNKNOWN && !named.includes(id));
  const ended = typeof plain === "object" ? endedAs(plain, session.judgedAt()) : undefined;
  const entry = typeof ended === "object" && typeof plain === "object" ? { ...plain, ...ended } : plain;
  if (live === undefined) {
    const isInvited = entry !== undefined && invitations.length === 0;
    const { roleId } = wantedBinding(entry ?? "", NO_ONE);
    return urnsOf(session, isInvited ? undecided([roleId]) : [], { isForecast });
  }
  if (entry !== undefined && ended !== "disable") {
    const to = wantedBinding(entry, live);
    const known = { roleId: to.roleId === UNKNOWN ? live.roleId : to.roleId, state: to.state };
    const asked = isForecast ? rolesThatTell(live, known) : rolesThatDecide(live, known, named);
    return urnsOf(session, undecided(asked), { isForecast });
  }
  const found = removed === "remove" ? undefined : (stored ?? { found: live }).found;
  const roles = await urnsOf(session, undecided(rolesThatDecide(live, found, named)), { isForecast });
  // A role is given back only if it is still there.
  if (found === undefined || roles.has(found.roleId)) return roles;
  const role = await session.inventory.roles.get(found.roleId);
  if (role === undefined) return roles;
  const [urns = role.serviceRoleURNs] = (await urnsOf(session, undecided([role.id]))).values();
  return roles.set(role.id, urns);
}

/** The roles that a preview needs to describe a change: a user who ends up disabled loses access whatever the role holds. */
function rolesThatTell(from: Binding, to: Binding): string[] {
  if (to.state !== "enabled") return [];
  if (from.roleId !== to.roleId) return [from.roleId, to.roleId];
  return from.state === "enabled" ? [] : [to.roleId];
}

const NO_ONE: Binding = { roleId: "", state: "enabled" };
