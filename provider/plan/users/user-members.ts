import type { Binding } from "../access/bindings.js";
import type { CheckFailure } from "../args/check-args.js";
import { foldEmail, UNKNOWN } from "../args/fields.js";
import { invitationsOf, otherInvitation, type PendingInvitation } from "./invitations.js";
import { sameEmail } from "./user-assignment.js";
import { type UserAssignmentSetInputs, type UserEntry, wholeEntry } from "./user-assignment-set.js";
import {
  ambiguousEmail,
  disabledInvitation,
  emailChanged,
  goneUser,
  noSuchEmail,
  type UserWording,
} from "./user-failures.js";

/** A user as the account has them. */
export interface LiveUser extends Binding {
  id: string;
  email: string;
}

/** The user as plans take them: their role is `roleId` there, as in declarations. */
export function liveUser({
  id,
  email,
  roleID,
  state,
}: {
  id: string;
  email: string;
  roleID: string;
  state: string;
}): LiveUser {
  return { id, email, roleId: roleID, state };
}

/** The binding that a user has. */
export const bindingOf = (user: { roleID: string; state: string }): Binding => ({
  roleId: user.roleID,
  state: user.state,
});

/** What the state holds of a member. */
export interface Member {
  email: string;
  /** Empty while they are only invited; undefined if it is not at hand. */
  userId: string | undefined;
  /** The baseline that a disable or a restore gives back; undefined if it is not at hand. */
  found: Binding | undefined;
}

/** The account's users, by both of their keys. */
interface LiveIndex {
  byId: ReadonlyMap<string, LiveUser>;
  byEmail: ReadonlyMap<string, LiveUser[]>;
}

/** The nearest address is looked for at most this many times. */
const SOUGHT_AT_MOST = 10;

/** Finds the users that declarations and states mean. */
export class Members {
  readonly #live: LiveIndex;
  readonly #wording: UserWording;
  readonly #emails: () => Iterable<string>;
  #sought = 0;

  /** @param emails the addresses of the account, if `live` has only some of its users */
  constructor(live: readonly LiveUser[], wording: UserWording, emails?: readonly string[]) {
    this.#emails = () => emails ?? live.map(({ email }) => email);
    this.#live = {
      byId: new Map(live.map((user) => [user.id, user])),
      byEmail: Map.groupBy(live, (user) => foldEmail(user.email)),
    };
    this.#wording = wording;
  }

  byId(id: string): LiveUser | undefined {
    return this.#live.byId.get(id);
  }

  /** The user that a declared address means: undefined if no user has it, a failure if that is not certain. */
  declared(email: string, member: Member | undefined): LiveUser | CheckFailure | undefined {
    const known = this.byId(member?.userId ?? "");
    if (member === undefined || known === undefined) return this.#withEmail(email);
    return sameEmail(known.email, email) ? known : this.changed(member, known);
  }

  /** The user who is no longer declared: found by id, or by the address that was invited. */
  dropped(member: Member): LiveUser | CheckFailure | undefined {
    return member.userId === "" ? this.#withEmail(member.email) : this.byId(member.userId ?? "");
  }

  changed({ email }: Member, user: LiveUser): CheckFailure {
    return { property: this.#wording.who(email), reason: emailChanged(email, user, this.#wording) };
  }

  /** What becomes of a declared address that no user has. Undefined if only the comparison, which knows the id, can judge it. */
  absent(
    email: string,
    entry: UserEntry,
    member: Member | undefined,
    { ifMissing }: Pick<UserAssignmentSetInputs, "ifMissing">,
    invitations: readonly PendingInvitation[],
  ): Absent | undefined {
    const property = this.#wording.who(email);
    const { roleId, state } = wholeEntry(entry);
    const own = invitationsOf(invitations, email);
    const [pending] = own;
    if (ifMissing !== "invite" && (member?.userId !== "" || pending === undefined)) {
      if (member !== undefined && member.userId === undefined) return undefined;
      const id = member?.userId;
      return { property, reason: id ? goneUser(email, id, this.#wording) : this.#noSuchEmail(email, pending) };
    }
    if (state === "disabled") {
      // A list may leave out disabled users; the comparison knows the id and asks for them.
      if (member !== undefined && member.userId === undefined) return undefined;
      return { property, reason: disabledInvitation(email, pending) };
    }
    if (pending === undefined) return { invite: { email, roleId } };
    const conflict = roleId === UNKNOWN ? undefined : otherInvitation(own, roleId);
    return conflict === undefined ? { pending } : { property: this.#wording.role(email), reason: conflict };
  }

  /** Looks for what was meant in a few cases only: a whole list of addresses may be wrong. */
  #noSuchEmail(email: string, pending: PendingInvitation | undefined): string {
    this.#sought += 1;
    return noSuchEmail(email, this.#sought > SOUGHT_AT_MOST ? [] : this.#emails(), pending);
  }

  #withEmail(email: string): LiveUser | CheckFailure | undefined {
    const found = this.#live.byEmail.get(foldEmail(email)) ?? [];
    if (found.length < 2) return found[0];
    const ids = found.map(({ id }) => id);
    return { property: this.#wording.who(email), reason: ambiguousEmail(email, ids, this.#wording) };
  }
}

/** An address to invite, one that is invited, or why neither can be. */
export type Absent = { invite: { email: string; roleId: string } } | { pending: PendingInvitation } | CheckFailure;

export function isFailure(found: object): found is CheckFailure {
  return "reason" in found;
}
