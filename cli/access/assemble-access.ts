import type { ApiKey, Role, User } from "../../provider/client/index.js";
import { adminRolesOf } from "../../provider/plan/access/admin-roles.js";
import { urnsByRole } from "../../provider/plan/access/role-contents.js";
import type { SamlPart } from "../saml-part.js";
import type { AccessReport, Principal } from "./access-report.js";

/** The input of an access report; undefined stands for what could not be read. */
interface AccessSources {
  account: string;
  now: number;
  roles: readonly Role[] | undefined;
  users: readonly User[] | undefined;
  apiKeys: readonly ApiKey[] | undefined;
  samlUsers: SamlPart;
  /** Roles that are admin roles by their name. @default full-access */
  adminRoles?: readonly string[] | undefined;
}

/** Puts together who may do what: admins first, in an order that does not depend on the server's. */
export function assembleAccess(sources: AccessSources): AccessReport {
  const { account, now, roles, users, apiKeys, samlUsers, adminRoles } = sources;
  const isAdmin = adminRolesOf(urnsByRole(roles ?? []), adminRoles);
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
      created: user.created ?? null,
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
      created: key.created ?? null,
    })),
    ...(samlUsers.users ?? []).map((user) => ({
      kind: "samlUser" as const,
      id: user.id,
      name: user.subject || user.urn,
      email: null,
      roleId: user.roleID,
      isAdmin: isAdmin(user.roleID),
      state: null,
      mfaEnabled: null,
      lastActivity: null,
      created: user.created ?? null,
    })),
  ];
  return {
    schemaVersion: 1,
    account,
    generated: new Date(now).toISOString(),
    complete: [roles, users, apiKeys].every((part) => part !== undefined) && samlUsers.gaps.length === 0,
    samlUsersIncluded: samlUsers.users !== undefined,
    samlUsersMissing: samlUsers.notCounted ?? null,
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
  if (isAdmin) return state === "enabled" || state === null ? 0 : 1;
  return 2;
}

const KIND_ORDER = { user: "0", apiKey: "1", samlUser: "2" } as const satisfies Record<Principal["kind"], string>;

function sortName({ kind, email, name, id }: Principal): string {
  return [KIND_ORDER[kind], (email ?? name).toLowerCase(), id].join("\u0000");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
