import type { Invitation } from "../client/index.js";
import { isPending } from "../directory.js";
import { foldEmail } from "../plan/fields.js";
import type { Session } from "../session.js";

/** The invitations of an address that still stand. None means none in two complete walks. */
export function pendingInvitations(session: Session, email: string): Promise<Invitation[]> {
  return session.directory.invitations.find(isFor(session, email));
}

/**
 * Invites an address, once: a pending invitation with this role counts as sent.
 * @throws Error that names both roles, where a pending one has another.
 */
export async function invite(session: Session, email: string, roleId: string): Promise<Invitation> {
  const pending = await pendingInvitations(session, email);
  const conflict = otherInvitation(pending, roleId);
  if (conflict !== undefined) throw new Error(conflict);
  const [known] = pending;
  if (known !== undefined) return known;
  if ((await session.directory.roles.prove(roleId)) === undefined) {
    throw new Error(`there is no role ${roleId} in the account. Nobody was invited.`);
  }
  const isSent = isFor(session, email);
  const sent = await session.settle(
    () => session.client.invitations.create({ email: email.trim(), roleID: roleId }),
    async () => {
      for await (const one of session.client.invitations.list()) if (isSent(one) && one.roleID === roleId) return one;
      return undefined;
    },
  );
  session.directory.invitations.wrote(sent.id, sent);
  return sent;
}

/** Why a role cannot be declared for an address that is invited with another one. */
export function otherInvitation(pending: readonly Invitation[], roleId: string): string | undefined {
  const other = pending.find(({ roleID }) => roleID !== roleId);
  if (other === undefined) return undefined;
  return (
    `${other.email} has an invitation with the role ${other.roleID} that is pending${until(other)}, but the role ${roleId} is ` +
    `declared. The API has no call to change or withdraw an invitation: declare ${other.roleID} until the person has ` +
    "accepted or the invitation has expired, and change the role then."
  );
}

/** ` until 2026-01-08T00:00:00Z`, or nothing where the API does not say. */
export function until({ expiry }: Invitation): string {
  return expiry === undefined ? "" : ` until ${expiry}`;
}

function isFor(session: Session, email: string): (invitation: Invitation) => boolean {
  const now = session.clock.now();
  return (one) => foldEmail(one.email) === foldEmail(email) && isPending(one, now);
}
