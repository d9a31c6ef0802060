import { foldEmail } from "./fields.js";

/** An invitation that still stands, with the API's own names. */
export interface PendingInvitation {
  email: string;
  roleID: string;
  expiry?: string | undefined;
}

/** Those for an address, whatever its case. */
export function invitationsOf<T extends PendingInvitation>(pending: readonly T[], email: string): T[] {
  return pending.filter((one) => foldEmail(one.email) === foldEmail(email));
}

/** Why a role cannot be declared for an address that is invited with another one. */
export function otherInvitation(pending: readonly PendingInvitation[], roleId: string): string | undefined {
  const other = pending.find(({ roleID }) => roleID !== roleId);
  if (other === undefined) return undefined;
  return (
    `${other.email} has an invitation with the role ${other.roleID} that is pending${until(other)}, but the role ${roleId} is ` +
    `declared. The API has no call to change or withdraw an invitation: declare ${other.roleID} until the person has ` +
    "accepted or the invitation has expired, and change the role then."
  );
}

/** Why the deletion of what an invitation stands for cannot be done yet. */
export function stillInvited(email: string, pending: PendingInvitation, letGo: string): string {
  return (
    `${email} has an invitation with the role ${pending.roleID} that is pending${until(pending)}, and the API has no call to ` +
    `withdraw it. Run again when it has expired or was accepted, or set ${letGo} (and \`pulumi up\`) to let go of it.`
  );
}

/** ` until 2026-01-08T00:00:00Z`, or nothing where the API does not say. */
export function until({ expiry }: PendingInvitation): string {
  return expiry === undefined ? "" : ` until ${expiry}`;
}
