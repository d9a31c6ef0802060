import type { User } from "../../client/index.js";
import { ADMIN_ROLES, adminRoles } from "../../plan/access/admin-roles.js";
import { PREDEFINED_ROLES } from "../../plan/access/predefined-roles.js";
import { type RoleContents, roleContents, urnsByRole } from "../../plan/access/role-contents.js";
import type { Guard } from "../../plan/guard/guard.js";
import type { Session } from "../../session/session.js";

/** The contents of these roles, as a write needs them; see {@link urnsOf}. */
export async function contentsOf(session: Session, ids: Iterable<string>): Promise<RoleContents> {
  return roleContents(await urnsOf(session, ids), session.declaredRoles);
}

/**
 * The URNs of these roles; one that the account does not have is missing. Writes rely on recent GETs, since a list may lag behind
 * a change that made a role an admin role or narrowed it. A forecast uses whatever has been read.
 */
export async function urnsOf(
  { inventory: { roles } }: Session,
  ids: Iterable<string>,
  { isForecast = false }: { isForecast?: boolean } = {},
): Promise<Map<string, readonly string[]>> {
  const live = new Map<string, readonly string[]>();
  for (const id of new Set(ids)) {
    // Predefined roles cannot change.
    const isCertain = isForecast || PREDEFINED_ROLES.includes(id);
    const role = await (isCertain ? roles.peek(id) : roles.recent(id));
    if (role !== undefined) live.set(id, role.serviceRoleURNs);
  }
  return live;
}

/** The URNs of all roles of the account, from a recent list. */
async function allContents(session: Session): Promise<RoleContents> {
  return roleContents(urnsByRole(await session.inventory.roles.allFresh()), session.declaredRoles);
}

/** Tells the enabled admins, by the URNs that all roles of the account have in a recent list. */
export async function adminTest(
  session: Session,
  named: readonly string[] | undefined,
): Promise<(user: Pick<User, "roleID" | "state">) => boolean> {
  const admins = adminRoles(named, await allContents(session));
  return ({ state, roleID: roleId }) => admins.isAdmin({ state, roleId });
}

/** Whether the role is an admin role for a resource with this guard; one that the guard names needs no request. */
export async function mayBeAdminRole(session: Session, guard: Guard | undefined, id: string): Promise<boolean> {
  const { adminRoles: named = ADMIN_ROLES } = session.guard(guard);
  return named.includes(id) || adminRoles(named, await contentsOf(session, [id])).maybe(id);
}
