import type { Session } from "../../session/session.js";
import { deleteRole } from "./roles.js";

/**
 * After a user has left a role: deletes the role if a set of this run has dropped it and no one holds it anymore. It does not
 * matter which write freed the role, so a failure here is only logged and does not fail that write.
 */
export async function releaseRole(session: Session, roleId: string): Promise<void> {
  if (!session.retiring.has(roleId) || session.declarations.holds("role", roleId)) return;
  const holders = await session.inventory.holders(roleId, session.now()).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    session.log.warn(`role ${roleId} was dropped from its set, but its holders could not be read: ${error.message}`);
  });
  // Claimed right away: two writes may both find the role unused.
  if (holders === undefined || holders.length > 0 || !session.retiring.delete(roleId)) return;
  try {
    await deleteRole(session, roleId, "");
    session.log.info(`role ${roleId} was dropped from its set, and no one holds it anymore: deleted.`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    session.retiring.add(roleId);
    session.log.warn(
      `role ${roleId} was dropped from its set and no one holds it anymore, but it could not be deleted: ${error.message}`,
    );
  }
}
