import { ADMIN_ROLES } from "../access/admin-roles.js";
import type { Guard } from "./guard.js";

/** A guard combined with additional bounds: of two limits the tighter one counts, and lists of names are joined. */
export function tighterGuard(guard: Guard, bounds: Guard | undefined): Guard {
  if (bounds === undefined) return guard;
  const maxRemovals = lowest(guard.maxRemovals, bounds.maxRemovals);
  const minimumAdmins = Math.max(guard.minimumAdmins ?? 1, bounds.minimumAdmins ?? 1);
  const allow = [guard.allow, bounds.allow].filter((digest) => digest !== undefined).join(" ");
  const protectedUsers = union(guard.protectedUsers, bounds.protectedUsers);
  const protectedRoles = union(guard.protectedRoles, bounds.protectedRoles);
  return {
    ...guard,
    minimumAdmins,
    ...(maxRemovals !== undefined && { maxRemovals }),
    ...(bounds.maxRemovalFraction !== undefined && { boundFraction: bounds.maxRemovalFraction }),
    ...(protectedUsers.length > 0 && { protectedUsers }),
    ...(protectedRoles.length > 0 && { protectedRoles }),
    ...(bounds.adminRoles && { adminRoles: union(guard.adminRoles ?? ADMIN_ROLES, bounds.adminRoles) }),
    ...(bounds.separate && { separate: [...(guard.separate ?? []), ...bounds.separate] }),
    ...(allow !== "" && { allow }),
  };
}

function lowest(one: number | undefined, two: number | undefined): number | undefined {
  return one === undefined || two === undefined ? (one ?? two) : Math.min(one, two);
}

function union(one: readonly string[] = [], two: readonly string[] = []): string[] {
  return [...new Set([...one, ...two])];
}
