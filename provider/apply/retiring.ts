import type { Session } from "../session/session.js";
import { deleteRole } from "./roles.js";

/**
 * After a user has left a role: deletes the role if a set of this run has dropped it and nobody holds it any more. Whose
 * write was the last one does not matter, so a failure here is told and does not fail that write.
 */
export async function releaseRole(session: Session, roleId: string): Promise<void> {
  if (!session.retiring.has(roleId) || session.declarations.holds("role", roleId)) return;
  const holders = await session.inventory.holders(roleId, session.now()).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    session.log.warn(`role ${roleId} was dropped from its set, and nobody can tell who holds it: ${error.message}`);
  });
  // Taken at once: two writes may both find the role free.
  if (holders === undefined || holders.length > 0 || !session.retiring.delete(roleId)) return;
  try {
    await deleteRole(session, roleId, "");
    session.log.info(`role ${roleId} was dropped from its set, and nobody holds it any more: deleted.`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    session.retiring.add(roleId);
    session.log.warn(
      `role ${roleId} was dropped from its set and is free now, but could not be deleted: ${error.message}`,
    );
  }
}
