import type { Session } from "../session/session.js";

/** Why a role cannot be given. One that the program declares comes too late where nothing says that it has to come first. */
export function noSuchRole({ declarations }: Session, roleId: string, then: string): Error {
  if (!declarations.holds("role", roleId)) return new Error(`there is no role ${roleId} in the account. ${then}`);
  return new Error(
    `there is no role ${roleId} in the account yet. ${then} This program declares it, but Pulumi does not know that it comes ` +
      `first: in place of the plain "${roleId}", write the output of the resource that declares it, \`role.roleId\` of a Role or ` +
      `\`roles.roleIds["${roleId}"]\` of a RoleSet.`,
  );
}
