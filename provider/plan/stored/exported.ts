import type { Settings } from "../account-settings.js";
import type { RoleInputs } from "../roles/role.js";

/** How an exported program declares the account: a resource for each object, or sets of them. */
export type ExportStyle = "resources" | "sets";

/** A user as an exported program declares them. */
export interface ExportedUser {
  /** By email if that identifies the user, otherwise by id. */
  by: { email: string } | { userId: string };
  name: string;
  roleId: string;
  isDisabled: boolean;
}

/** What of an account can be declared. */
export interface ExportedAccount {
  settings: Settings;
  roles: Pick<RoleInputs, "roleId" | "name" | "description" | "serviceRoleURNs">[];
  users: ExportedUser[];
}

/** A resource of an exported program: its Pulumi name and its arguments. */
export interface ExportedResource {
  name: string;
  inputs: Record<string, unknown>;
}

/** Nothing that a program no longer declares loses anything. */
const deletionPolicy = "retain";

/** The settings, if there are any to declare. */
export function exportSettings({ settings }: ExportedAccount): ExportedResource[] {
  const declared = Object.entries(settings).filter(([, value]) => value !== undefined);
  return declared.length === 0
    ? []
    : [{ name: "account", inputs: { ...Object.fromEntries(declared), deletionPolicy } }];
}

/** Each role by itself. */
export function exportRoles({ roles }: ExportedAccount, style: ExportStyle): ExportedResource[] {
  return style === "resources" ? roles.map((role) => ({ name: role.roleId, inputs: { ...role, deletionPolicy } })) : [];
}

/** All roles in one set. */
export function exportRoleSet({ roles }: ExportedAccount, style: ExportStyle): ExportedResource[] {
  const members = roles.map(({ roleId, ...content }) => [roleId, content] as const);
  return style === "sets" && members.length > 0
    ? [{ name: "roles", inputs: { roles: Object.fromEntries(members) } }]
    : [];
}

/** Each user alone; with sets, only those whose address does not identify them. */
export function exportUsers({ users }: ExportedAccount, style: ExportStyle): ExportedResource[] {
  const alone = users.filter(({ by }) => style === "resources" || "userId" in by);
  return alone.map(({ by, roleId, isDisabled }) => ({
    name: Object.values(by).join(),
    inputs: { ...by, roleId, ...(isDisabled && { state: "disabled" }), deletionPolicy },
  }));
}

/** All users with an address of their own in one set. */
export function exportUserSet({ users }: ExportedAccount, style: ExportStyle): ExportedResource[] {
  const members = users.flatMap(({ by, roleId, isDisabled }) =>
    "email" in by ? [[by.email, isDisabled ? { roleId, state: "disabled" } : roleId] as const] : [],
  );
  return style === "sets" && members.length > 0
    ? [{ name: "users", inputs: { users: Object.fromEntries(members) } }]
    : [];
}
