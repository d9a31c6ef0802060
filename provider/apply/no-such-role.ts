import { didYouMean, nearest } from "../plan/text/nearest.js";
import type { Session } from "../session/session.js";

/** Why a role cannot be assigned. If the program declares it, Pulumi was not told to create it first. */
export async function noSuchRole(session: Session, roleId: string, then: string): Promise<Error> {
  if (!session.declarations.holds("role", roleId)) {
    const meant = nearest(roleId, await knownRoles(session));
    const end = meant === undefined ? "." : didYouMean(meant);
    return new Error(`there is no role ${roleId} in the account${end} ${then}`);
  }
  return new Error(
    `there is no role ${roleId} in the account yet. ${then} This program declares it, but Pulumi does not know that it comes ` +
      `first: instead of the plain "${roleId}", write the output of the resource that declares it, \`role.roleId\` of a Role or ` +
      `\`roles.roleIds["${roleId}"]\` of a RoleSet.`,
  );
}

/** For a message that is only better with them: without the list, the declared ones. */
export async function knownRoles({ inventory, declaredRoles }: Session): Promise<string[]> {
  const listed = await inventory.roles.all().catch(() => []);
  return [...listed.map(({ id }) => id), ...declaredRoles.keys()];
}
