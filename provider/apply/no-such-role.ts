import type { Session } from "../session/session.js";

/** Why a role cannot be assigned. If the program declares it, Pulumi was not told to create it first. */
export function noSuchRole({ declarations }: Session, roleId: string, then: string): Error {
  if (!declarations.holds("role", roleId)) return new Error(`there is no role ${roleId} in the account. ${then}`);
  return new Error(
    `there is no role ${roleId} in the account yet. ${then} This program declares it, but Pulumi does not know that it comes ` +
      `first: instead of the plain "${roleId}", write the output of the resource that declares it, \`role.roleId\` of a Role or ` +
      `\`roles.roleIds["${roleId}"]\` of a RoleSet.`,
  );
}
