import { ADMIN_ROLES, type AdminRoles, adminRoles } from "../plan/admin-roles.js";
import type { Guard } from "../plan/guard.js";
import { type RoleContents, roleContents } from "../plan/role-contents.js";
import type { Session } from "../session/session.js";

/** What these roles hold, as this process has last seen them. */
export async function contentsOf(
  session: Session,
  ids: Iterable<string>,
  options: { isForecast?: boolean } = {},
): Promise<RoleContents> {
  const live = new Map<string, readonly string[]>();
  for (const id of new Set(ids)) {
    const role = await session.inventory.roles.peek(id);
    if (role !== undefined) live.set(id, role.serviceRoleURNs);
  }
  return roleContents(live, session.declaredRoles, options);
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
): Promise<AdminRoles> {
  const { adminRoles: named = ADMIN_ROLES } = session.guard(guard);
  const asked = ids.filter((id): id is string => id !== undefined && !named.includes(id));
  return adminRoles(named, await contentsOf(session, asked));
}
