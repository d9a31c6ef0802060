import { ADMIN_ROLES, type AdminRoles, adminRoles } from "../plan/admin-roles.js";
import type { Guard } from "../plan/guard.js";
import { type RoleContents, roleContents } from "../plan/role-contents.js";
import { PREDEFINED_ROLES } from "../plan/role-set.js";
import type { Session } from "../session/session.js";

/**
 * What these roles hold: what is carried out rests on GETs that are not old, since a list may lag behind a change that made a
 * role an admin role or took something from it. A forecast does with what is there.
 */
export async function contentsOf(
  session: Session,
  ids: Iterable<string>,
  options: { isForecast?: boolean } = {},
): Promise<RoleContents> {
  return roleContents(await urnsOf(session, ids, options), session.declaredRoles, options);
}

/** The same by the account alone; a role that it does not have is missing. */
export async function urnsOf(
  { inventory: { roles } }: Session,
  ids: Iterable<string>,
  { isForecast = false }: { isForecast?: boolean } = {},
): Promise<Map<string, readonly string[]>> {
  const live = new Map<string, readonly string[]>();
  for (const id of new Set(ids)) {
    // Nobody changes a predefined role.
    const isCertain = isForecast || PREDEFINED_ROLES.includes(id);
    const role = await (isCertain ? roles.peek(id) : roles.recent(id));
    if (role !== undefined) live.set(id, role.serviceRoleURNs);
  }
  return live;
}

/** What all roles of the account hold, by a list that is not old. */
export async function allContents(session: Session): Promise<RoleContents> {
  const roles = await session.inventory.roles.allFresh();
  return roleContents(new Map(roles.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs])), session.declaredRoles);
}

/** Which of these roles are admin roles for a resource with this guard; those that it names need no look at the account. */
export async function adminRolesAmong(
  session: Session,
  guard: Guard | undefined,
  ids: readonly (string | undefined)[],
  options: { isForecast?: boolean } = {},
): Promise<AdminRoles> {
  const { adminRoles: named = ADMIN_ROLES } = session.guard(guard);
  const asked = ids.filter((id): id is string => id !== undefined && !named.includes(id));
  return adminRoles(named, await contentsOf(session, asked, options));
}
