import type { ApiKey, Role, User } from "../../provider/client/index.js";
import { adminRolesOf } from "../../provider/plan/admin-roles.js";
import type { AccessReport, Principal } from "./access-report.js";

/** What an access report is made from; undefined is what could not be read. */
export interface AccessSources {
  account: string;
  now: number;
  roles: readonly Role[] | undefined;
  users: readonly User[] | undefined;
  apiKeys: readonly ApiKey[] | undefined;
  /** Roles that are admin roles by their name. @default full-access */
  adminRoles?: readonly string[] | undefined;
}

/** Puts together who may do what: admins first, in an order that does not depend on the server's. */
export function assembleAccess({ account, now, roles, users, apiKeys, adminRoles }: AccessSources): AccessReport {
  const isAdmin = adminRolesOf(new Map(roles?.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs])), adminRoles);
  const principals: Principal[] = [
    ...(users ?? []).map((user) => ({
      kind: "user" as const,
      id: user.id,
      name: user.name,
      email: user.email,
      roleId: user.roleID,
      isAdmin: isAdmin(user.roleID),
      state: user.state,
      mfaEnabled: user.mfaEnabled ?? null,
      lastActivity: user.lastActivity ?? null,
    })),
    ...(apiKeys ?? []).map((key) => ({
      kind: "apiKey" as const,
      id: key.id,
      name: key.alias || key.id,
      email: null,
      roleId: key.roleID,
      isAdmin: isAdmin(key.roleID),
      state: key.enabled === false ? "disabled" : "enabled",
      mfaEnabled: null,
      lastActivity: key.lastActivity ?? null,
    })),
  ];
  return {
    schemaVersion: 1,
    account,
    generated: new Date(now).toISOString(),
    complete: roles !== undefined && users !== undefined && apiKeys !== undefined,
    samlUsersIncluded: false,
    roles: [...(roles ?? [])]
      .map(({ id, name, serviceRoleURNs }) => ({
        id,
        name,
        isAdmin: isAdmin(id),
        serviceRoleURNs: [...serviceRoleURNs].sort(),
      }))
      .sort((a, b) => compare(a.id, b.id)),
    principals: principals.sort((a, b) => rank(a) - rank(b) || compare(sortName(a), sortName(b))),
  };
}

function rank({ isAdmin, state }: Principal): number {
  if (isAdmin) return state === "enabled" ? 0 : 1;
  return 2;
}

function sortName({ kind, email, name, id }: Principal): string {
  return [kind === "user" ? "0" : "1", (email ?? name).toLowerCase(), id].join("\u0000");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
