import { didYouMean, nearest, nearestEmail } from "../text/nearest.js";
import { type PendingInvitation, until } from "./invitations.js";
import { describeEnd, type Ending } from "./until.js";

/** How a failure names the declaration to change: a user is declared alone or in a set. */
export interface UserWording {
  /** The argument that identifies the user. */
  who(email: string): string;
  /** The argument that says which role they get. */
  role(email: string): string;
  /** The policy for a user who is no longer declared. */
  removed: "removed" | "deletionPolicy";
  /** How to declare someone whose address has changed. */
  follow(user: { id: string; email: string }): string;
  /** What to do about a user who was removed from the account. */
  gone: string;
  /** What to do about an address that two users have. */
  ambiguous: string;
}

export const IN_A_SET: UserWording = {
  who: (email) => `users.${email}`,
  role: (email) => `users.${email}`,
  removed: "removed",
  follow: ({ email }) => `Declare ${email} instead`,
  gone: 'Drop them from the set, or set ifMissing: "invite" to invite them again',
  ambiguous: "exclude them and declare each by userId",
};

export const ALONE: UserWording = {
  who: () => "email",
  role: () => "roleId",
  removed: "deletionPolicy",
  follow: ({ id, email }) => `Declare email: ${JSON.stringify(email)} to follow the change, or userId: "${id}"`,
  gone: "Run `pulumi refresh` and look at what `pulumi preview` says",
  ambiguous: "declare userId instead",
};

/** @param known all addresses of the account, if at hand */
export function noSuchEmail(
  email: string,
  known: Iterable<string> = [],
  pending: PendingInvitation | undefined = undefined,
): string {
  const none = `no user of this account has the email ${email} (the complete list was read twice)`;
  if (pending !== undefined) {
    return (
      `${none}: it has a pending invitation${until(pending)} with the role ${pending.roleID}, which no one has accepted yet. ` +
      'Run again once someone has, or set ifMissing: "invite", for which a pending invitation is enough'
    );
  }
  const meant = nearestEmail(email, known);
  const then = 'Correct the address, or set ifMissing: "invite" to invite them';
  return meant === undefined ? `${none}. ${then}` : `${none}${didYouMean(meant)} ${then}`;
}

export function noSuchId(userId: string): string {
  return `no user of this account has the id ${userId}`;
}

/** The user is still there: people change their email. */
export function emailChanged(declared: string, user: { id: string; email: string }, { follow }: UserWording): string {
  return `user ${user.id} is declared as ${declared}, but has the email ${user.email} now. ${follow(user)}. Nothing was written`;
}

/** For a user in the state that someone else has removed from the account. */
export function goneUser(email: string, userId: string, { gone }: UserWording): string {
  return (
    `user ${email} was in the account with the id ${userId} and is gone from it: someone else removed them. ` +
    `Nothing was written. ${gone}`
  );
}

export function ambiguousEmail(email: string, ids: readonly string[], { ambiguous }: UserWording): string {
  return `${ids.length} users have the email ${email} (ids ${ids.join(", ")}): ${ambiguous}`;
}

/** @param known the roles that the account has or the program declares */
export function noSuchRole(roleId: string, known: Iterable<string> = []): string {
  return `there is no role ${roleId} in the account, and this program declares none${didYouMean(nearest(roleId, known))}`;
}

export function foundRoleGone(roleId: string, { removed }: UserWording): string {
  return `the role found at create, ${roleId}, is gone. Nothing was written. Set ${removed} "disable", "remove" or "retain" instead`;
}

export function disabledInvitation(email: string, pending: PendingInvitation | undefined): string {
  return (
    `no user of this account has the email ${email}${pending === undefined ? "" : ", though an invitation is pending"}, and ` +
    'state: "disabled" cannot be combined with ifMissing: "invite": people are enabled when they accept. Leave the state out, ' +
    "or drop the user"
  );
}

/** Why an address without a user or an invitation is not invited any more. */
export function endedUninvited(email: string, ending: Ending | string): string {
  const end = typeof ending === "string" ? "" : ` with ${describeEnd(ending)}`;
  return (
    `no user of this account has the email ${email}, and the access ended${end}: no one is invited to access that has ended. ` +
    "Declare a later until, or drop the declaration"
  );
}
