import { unlessRefused } from "../../client/errors/unless-refused.js";
import type { Invitation } from "../../client/index.js";
import { differencesIn } from "../../plan/args/difference.js";
import { foldEmail } from "../../plan/args/fields.js";
import { isStanding, otherInvitation } from "../../plan/users/invitations.js";
import { notKept } from "../../session/not-kept-error.js";
import type { Session } from "../../session/session.js";
import { noSuchRole } from "../no-such-role.js";

/** The open invitations of an address. None means none in two complete reads of the list. */
export function pendingInvitations(session: Session, email: string): Promise<Invitation[]> {
  return session.inventory.invitations.find(isFor(session, email));
}

/** The same for a message that is only better with them: none if this key may not list them. */
export async function invitationsToName(session: Session, emails: readonly string[]): Promise<Invitation[]> {
  return (await unlessRefused(pendingAmong(session, emails))) ?? [];
}

/** The same for several addresses at once. */
export async function pendingAmong(session: Session, emails: readonly string[]): Promise<Invitation[]> {
  if (emails.length === 0) return [];
  const { invitations } = session.inventory;
  const now = session.now();
  const standsFor = (wanted: ReadonlySet<string>) => (one: Invitation) =>
    wanted.has(foldEmail(one.email)) && isStanding(one, now);
  const listed = (await invitations.all()).filter(standsFor(new Set(emails.map(foldEmail))));
  const found = new Set(listed.map(({ email }) => foldEmail(email)));
  const rest = new Set(emails.map(foldEmail).filter((email) => !found.has(email)));
  return rest.size === 0 ? listed : [...listed, ...(await invitations.find(standsFor(rest)))];
}

/**
 * Invites an address, once: a pending invitation with this role counts as sent.
 * @throws Error that names both roles if a pending invitation has another role.
 */
export async function invite(session: Session, email: string, roleId: string): Promise<Invitation> {
  const pending = await pendingInvitations(session, email);
  const conflict = otherInvitation(pending, roleId);
  if (conflict !== undefined) throw new Error(conflict);
  const [known] = pending;
  if (known !== undefined) return known;
  const isSent = isFor(session, email);
  // This and a deletion of the role in this process wait for each other.
  return session.roleLock.assign(roleId, async () => {
    if ((await session.inventory.roles.get(roleId)) === undefined) {
      throw await noSuchRole(session, roleId, "No one was invited.");
    }
    const { invitations } = session.client;
    const sent = await session.writeOnceByList(
      () => invitations.create({ email, roleID: roleId }),
      async () => {
        for await (const one of invitations.list()) if (isSent(one) && one.roleID === roleId) return one;
        return undefined;
      },
    );
    session.inventory.invitations.record(sent.id, sent);
    const missing = differencesIn(["roleID"], { roleID: roleId }, sent);
    if (missing.length > 0) throw notKept(missing, sent);
    return sent;
  });
}

function isFor(session: Session, email: string): (invitation: Invitation) => boolean {
  const now = session.now();
  return (one) => foldEmail(one.email) === foldEmail(email) && isStanding(one, now);
}
