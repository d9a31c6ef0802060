import { foldEmail } from "../args/fields.js";

/** An open invitation, with the API's own names. */
export interface PendingInvitation {
  email: string;
  roleID: string;
  expiry?: string | undefined;
}

/**
 * Whether an invitation may still be accepted. The vendor documents only the state `invited`, so no other state ends it: it is
 * open until it expires by the server's clock, or forever without a readable expiry.
 */
export function isStanding({ expiry }: PendingInvitation, now: number): boolean {
  const end = Date.parse(expiry ?? "");
  return Number.isNaN(end) || end > now;
}

const PREFIX = "invitation/";

/** The id of an assignment whose user has not accepted yet; a refresh that sees the user gives it theirs. */
export const invitationId = (email: string) => `${PREFIX}${foldEmail(email)}`;

/** The address of such an id; undefined for a user's. */
export function invitedEmail(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}

/** Whether it has the documented state. In any other state, a user with its address proves that it was accepted. */
export function isInvited(state: string): boolean {
  return state.trim().toLowerCase() === "invited";
}

/** The invitations for an address, in any case. */
export function invitationsOf<T extends PendingInvitation>(pending: readonly T[], email: string): T[] {
  return pending.filter((one) => foldEmail(one.email) === foldEmail(email));
}

/** Why a role cannot be declared for an address that is invited with another role. */
export function otherInvitation(pending: readonly PendingInvitation[], roleId: string): string | undefined {
  const other = pending.find(({ roleID }) => roleID !== roleId);
  if (other === undefined) return undefined;
  return (
    `${other.email} has an invitation with the role ${other.roleID} that is pending${until(other)}, but the role ${roleId} is ` +
    `declared. The API has no call to change or withdraw an invitation: declare ${other.roleID} until the person has ` +
    "accepted or the invitation has expired, and change the role then."
  );
}

/** Why an assignment that is still an invitation cannot be deleted yet. */
export function stillInvited(email: string, pending: PendingInvitation, letGo: string): string {
  return (
    `${email} has an invitation with the role ${pending.roleID} that is pending${until(pending)}, and the API has no call to ` +
    `withdraw it. Run again once it has expired or been accepted, or set ${letGo} (and \`pulumi up\`) to let go of it.`
  );
}

/** ` until 2026-01-08T00:00:00Z`, or empty if the API does not say. */
export function until({ expiry }: PendingInvitation): string {
  return expiry === undefined ? "" : ` until ${expiry}`;
}
