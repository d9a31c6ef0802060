import type { Binding } from "./access.js";
import { foldEmail } from "./fields.js";
import type { Mistake } from "./mistakes.js";
import { sameEmail } from "./user-assignment.js";

/** A user as the account has them. */
export interface LiveUser extends Binding {
  id: string;
  email: string;
}

/** What the state holds of a member. */
export interface StoredMember {
  email: string;
  /** Empty where it is not known. */
  userId: string;
  /** The baseline that a disable or a restore gives back; undefined where it is not at hand. */
  found: Binding | undefined;
}

/** The user whom the set means by an address; undefined, with a mistake that says why, where there is none. */
export function memberUser(
  email: string,
  members: ReadonlyMap<string, StoredMember>,
  byId: ReadonlyMap<string, LiveUser>,
  byEmail: ReadonlyMap<string, LiveUser[]>,
  mistakes: Mistake[],
): LiveUser | undefined {
  const member = members.get(foldEmail(email));
  const known = member === undefined ? undefined : byId.get(member.userId);
  if (member !== undefined && known !== undefined) {
    if (sameEmail(known.email, email)) return known;
    mistakes.push(emailChanged(member, known));
    return undefined;
  }
  const found = byEmail.get(foldEmail(email)) ?? [];
  if (found.length === 1) return found[0];
  if (member?.userId === "") return undefined;
  const reason =
    found.length === 0
      ? "no user of this account has this email (looked through the complete list twice). Invite them in the Cloud One console, or correct the address"
      : `${found.length} users have this email (ids ${found.map(({ id }) => id).join(", ")}): exclude them and declare each by userId`;
  mistakes.push({ property: `users.${email}`, reason });
  return undefined;
}

export function emailChanged({ email, userId }: StoredMember, user: LiveUser): Mistake {
  return {
    property: `users.${email}`,
    reason: `user ${userId} is known as ${email}, but has the email ${user.email} now: declare ${user.email} instead. Nothing was written`,
  };
}

export function noSuchRole(roleId: string): string {
  return `there is no role ${roleId} in the account, and this program declares none`;
}

export function foundRoleGone(email: string, found: Binding): Mistake {
  return {
    property: `users.${email}`,
    reason: `the user is to get back what was found, but the role ${found.roleId} is gone: set removed to "disable", "remove" or "retain"`,
  };
}
