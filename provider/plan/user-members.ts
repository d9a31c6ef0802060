import type { Binding } from "./bindings.js";
import type { CheckFailure } from "./check-args.js";
import { foldEmail, UNKNOWN } from "./fields.js";
import { invitationsOf, otherInvitation, type PendingInvitation } from "./invitations.js";
import { describeEnd, type Ending } from "./until.js";
import { sameEmail } from "./user-assignment.js";
import type { UserAssignmentSetInputs, UserEntry } from "./user-assignment-set.js";

/** A user as the account has them. */
export interface LiveUser extends Binding {
  id: string;
  email: string;
}

/** What the state holds of a member. */
export interface StoredMember {
  email: string;
  /** Empty as long as they are only invited; undefined where it is not at hand. */
  userId: string | undefined;
  /** The baseline that a disable or a restore gives back; undefined where it is not at hand. */
  found: Binding | undefined;
}

/** The account's users, by both of their keys. */
export interface LiveIndex {
  byId: ReadonlyMap<string, LiveUser>;
  byEmail: ReadonlyMap<string, LiveUser[]>;
}

/** The user whom the set means by a declared address: undefined where no user has it, or why that cannot be told. */
export function memberUser(
  email: string,
  member: StoredMember | undefined,
  live: LiveIndex,
): LiveUser | CheckFailure | undefined {
  const known = live.byId.get(member?.userId ?? "");
  if (member === undefined || known === undefined) return userWith(email, live);
  return sameEmail(known.email, email) ? known : emailChanged(member, known);
}

/** The user whom the set no longer declares: by id, and those who were invited by their address. */
export function formerUser(member: StoredMember, live: LiveIndex): LiveUser | CheckFailure | undefined {
  return member.userId === "" ? userWith(member.email, live) : live.byId.get(member.userId ?? "");
}

/** What becomes of a declared address that no user has. */
export type Absent = { invite: { email: string; roleId: string } } | { pending: PendingInvitation } | CheckFailure;

/** Undefined where the comparison, which knows the member's id, is to judge it. */
export function absentMember(
  email: string,
  entry: UserEntry,
  member: StoredMember | undefined,
  { ifMissing }: Pick<UserAssignmentSetInputs, "ifMissing">,
  invitations: readonly PendingInvitation[],
): Absent | undefined {
  const property = `users.${email}`;
  const { roleId, state } = typeof entry === "string" ? { roleId: entry } : entry;
  const own = invitationsOf(invitations, email);
  const [pending] = own;
  if (ifMissing !== "invite" && (member?.userId !== "" || pending === undefined)) {
    if (member !== undefined && member.userId === undefined) return undefined;
    return { property, reason: member?.userId ? goneMember(member.userId) : NO_SUCH_EMAIL };
  }
  if (state === "disabled") return { property, reason: disabledInvitation(pending) };
  if (pending === undefined) return { invite: { email, roleId } };
  const conflict = roleId === UNKNOWN ? undefined : otherInvitation(own, roleId);
  return conflict === undefined ? { pending } : { property, reason: conflict };
}

export function isFailure(found: object): found is CheckFailure {
  return "reason" in found;
}

export function emailChanged({ email, userId }: StoredMember, user: LiveUser): CheckFailure {
  return {
    property: `users.${email}`,
    reason: `user ${userId} is known as ${email}, but has the email ${user.email} now: declare ${user.email} instead. Nothing was written`,
  };
}

export function noSuchRole(roleId: string): string {
  return `there is no role ${roleId} in the account, and this program declares none`;
}

export function foundRoleGone(email: string, found: Binding): CheckFailure {
  return {
    property: `users.${email}`,
    reason: `the user is to get back what was found, but the role ${found.roleId} is gone: set removed to "disable", "remove" or "retain"`,
  };
}

const NO_SUCH_EMAIL =
  'no user of this account has this email (looked through the complete list twice). Correct the address, or set ifMissing: "invite" to invite them';

function goneMember(userId: string): string {
  return (
    `the member was in the account with the id ${userId} and is gone from it: somebody else removed them, and no other user has this ` +
    'email. Drop them from the set, or set ifMissing: "invite" to invite them again'
  );
}

function disabledInvitation(pending: PendingInvitation | undefined): string {
  return (
    `no user of this account has this email${pending === undefined ? "" : ", though an invitation is pending"}, and state: "disabled" does ` +
    'not go with ifMissing: "invite": whoever accepts an invitation is enabled. Leave the state out, or drop the user from the set'
  );
}

/** Why an address that no user has, and that has no invitation, is not invited any more. */
export function endedUninvited(email: string, ending: Ending | string): string {
  const end = typeof ending === "string" ? "" : ` with ${describeEnd(ending)}`;
  return (
    `no user of this account has the email ${email}, and the access ended${end}: no one is invited to access that has ended. ` +
    "Declare a later until, or drop the declaration"
  );
}

function userWith(email: string, { byEmail }: LiveIndex): LiveUser | CheckFailure | undefined {
  const found = byEmail.get(foldEmail(email)) ?? [];
  if (found.length < 2) return found[0];
  const ids = found.map(({ id }) => id).join(", ");
  return {
    property: `users.${email}`,
    reason: `${found.length} users have this email (ids ${ids}): exclude them and declare each by userId`,
  };
}
