import type { ResourceClass } from "../../sdk/provider-text.js";
import type { ExportedUser, Inventory } from "./exportable.js";
import type { Style } from "./project-files.js";

/** One resource of the exported program: its class, its Pulumi name and its arguments. */
export interface ExportedDeclaration {
  kind: ResourceClass;
  name: string;
  inputs: Record<string, unknown>;
}

/** What the exported program declares, in its order. */
export function declarationsOf(inventory: Inventory, style: Style): ExportedDeclaration[] {
  const { settings, roles, users } = inventory;
  const deletionPolicy = "retain";
  const user = (one: ExportedUser): ExportedDeclaration => ({
    kind: "UserAssignment",
    name: Object.values(one.by).join(),
    inputs: { ...one.by, roleId: one.roleId, ...stateOf(one), deletionPolicy },
  });
  const declaredSettings = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const account: ExportedDeclaration[] =
    Object.keys(declaredSettings).length === 0
      ? []
      : [{ kind: "AccountSettings", name: "account", inputs: { ...declaredSettings, deletionPolicy } }];
  if (style === "resources") {
    const alone = roles.map(
      (role): ExportedDeclaration => ({ kind: "Role", name: role.roleId, inputs: { ...role, deletionPolicy } }),
    );
    return [...account, ...alone, ...users.map(user)];
  }
  const members = users.flatMap((one) => ("email" in one.by ? [[one.by.email, memberOf(one)] as const] : []));
  return [
    ...account,
    ...(roles.length === 0 ? [] : [roleSetOf(roles)]),
    ...(members.length === 0
      ? []
      : [{ kind: "UserAssignmentSet" as const, name: "users", inputs: { users: Object.fromEntries(members) } }]),
    ...users.filter(({ by }) => "userId" in by).map(user),
  ];
}

function roleSetOf(roles: Inventory["roles"]): ExportedDeclaration {
  const members = roles.map(({ roleId, ...content }) => [roleId, content] as const);
  return { kind: "RoleSet", name: "roles", inputs: { roles: Object.fromEntries(members) } };
}

function memberOf(user: ExportedUser): unknown {
  return user.isDisabled ? { roleId: user.roleId, state: "disabled" } : user.roleId;
}

function stateOf({ isDisabled }: ExportedUser): { state?: "disabled" } {
  return isDisabled ? { state: "disabled" } : {};
}
