import { ADMIN_ROLES } from "../../plan/access/admin-roles.js";
import type { Binding } from "../../plan/access/bindings.js";
import { UNKNOWN } from "../../plan/args/fields.js";
import { endedAs } from "../../plan/users/until.js";
import { wantedBinding } from "../../plan/users/user-assignment-set.js";
import { ALONE } from "../../plan/users/user-failures.js";
import { planUsers, type UsersPlan, type UsersPlanInput } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import { urnsOf } from "../roles/role-contents.js";
import { rolesThatDecide } from "./users.js";

/** What a plan for one user is made from: the declaration and the state of a set that has no one else. */
type SetOfOne = Pick<UsersPlanInput, "declared" | "stored" | "live" | "invitations" | "emails">;

/**
 * Plans a set of one. It reads only the roles that matter and no other user, so only the guards of the write itself judge the
 * plan. A missing role is found at the write: at preview another resource may still create it.
 */
export async function planLoneUser(session: Session, one: SetOfOne, { isForecast = false } = {}): Promise<UsersPlan> {
  const { adminRoles } = session.guard(one.declared.guard);
  return planUsers({
    now: session.judgedAt(),
    ...one,
    declared: { ...one.declared, guard: { adminRoles } },
    roles: await rolesFor(session, one, adminRoles, isForecast),
    declaredRoles: session.declaredRoles,
    isForecast,
    wording: ALONE,
    isRoleDeclared: () => true,
    isRoleRetiring: (id) => session.retiring.has(id),
    isDeclaredElsewhere: () => false,
  });
}

async function rolesFor(
  session: Session,
  { declared: { users, removed }, live: [live], stored: [member], invitations = [] }: SetOfOne,
  named: readonly string[] = ADMIN_ROLES,
  isForecast: boolean,
): Promise<Map<string, readonly string[]>> {
  const [plain] = Object.values(users);
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
  const found = removed === "remove" ? undefined : (member ?? { found: live }).found;
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
