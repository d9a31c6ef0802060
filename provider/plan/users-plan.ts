import type { Binding } from "./bindings.js";
import type { CheckFailure } from "./check-args.js";
import type { Removal } from "./guard.js";
import type { PendingInvitation } from "./invitations.js";
import type { LookAlike } from "./look-alikes.js";
import type { Remembered } from "./remembered.js";
import type { RoleURNs } from "./role-contents.js";
import type { UserAssignmentSetInputs, UserEntry } from "./user-assignment-set.js";
import type { UserWording } from "./user-failures.js";
import type { LiveUser, StoredMember } from "./user-members.js";

/** One write of the plan. */
export interface UserAction {
  do: "bind" | "disable" | "remove" | "restore" | "move";
  user: LiveUser;
  /** What the user has afterwards; undefined once they are removed. */
  to: Binding | undefined;
  /** Whether this takes something away. */
  isRemoval: boolean;
  /** Whether the state is not decided here: it goes back as it is when the write is sent. */
  keepsState: boolean;
}

/** A change of one user, and what it gives or takes. */
export interface ChangeInWords {
  name: string;
  action: string;
  /** Such as `loses read-only of workload`; undefined where the action says it all, or where it is not known. */
  words: string | undefined;
}

/** What is to be done, and what is to be said. */
export interface UsersPlan {
  /** In the order in which they are carried out: what gives comes before what takes. */
  actions: UserAction[];
  removals: Removal[];
  gains: ChangeInWords[];
  /** The removals as they are told. */
  losses: ChangeInWords[];
  /** Who would get an admin role. */
  newAdmins: { email: string; roleId: string }[];
  checkFailures: CheckFailure[];
  /** The user of each declared email. */
  users: Map<string, LiveUser>;
  /** New members who are as declared. */
  takenOver: string[];
  /** Declared addresses to invite. */
  invitations: { email: string; roleId: string }[];
  /** The invitation of each declared email that nobody has accepted yet. */
  pending: Map<string, PendingInvitation>;
  /** The same for emails that the set has dropped: they stay until it was accepted or has expired. */
  leaving: Map<string, PendingInvitation>;
  /** Dropped emails whose invitation is there no longer, and that no user has. */
  lapsed: string[];
  /** The ids of the users whom the set declares no longer, by the email under which it knew them. */
  dropped: Map<string, string>;
  /** Stored members that need nothing more and leave the state. */
  released: string[];
  /** Those of them whom the policy leaves as they are. */
  retained: string[];
  unmanaged: string[];
  /** Ids of live users whom the set has dropped, now or earlier. */
  former: string[];
  /** Members whose role or state is not known yet: what they gain or lose is judged when it is. */
  notKnownYet: string[];
  /** Members who are disabled and declared without a state. */
  staysDisabled: string[];
  /** Who gets back what was found but not its role, which is an admin role. */
  notRaised: { user: LiveUser; roleId: string }[];
  /** Whom a restore does not let in, since they are disabled. */
  staysOut: string[];
  /** Who is excluded or protected, by the pattern that an address of theirs has matched. */
  excludedIds: Record<string, string[]>;
  protectedIds: Record<string, string[]>;
  /** Those among them whose address matches no longer. */
  followed: { as: "excluded" | "protected"; pattern: string; user: LiveUser }[];
  /** Those of {@link former} whom the set left disabled, and those of them whom somebody has enabled again. */
  formerDisabled: string[];
  enabledAgain: string[];
  /** Who has an address that looks like a declared, excluded or protected one, and is neither. */
  lookAlikes: LookAlike<LiveUser>[];
  /** Of whom the access has ended and that is to be carried out, and of whom it ends within a week, in words. */
  ended: string[];
  endsSoon: string[];
  /** The declared entries as they are at the time of the plan. */
  entries: Record<string, UserEntry>;
  admins: { now: number; after: number };
  /** How many live users the set governs. */
  scope: number;
}

/** What the plan is made from; it does no I/O. */
export interface UsersPlanInput {
  declared: UserAssignmentSetInputs;
  stored: readonly StoredMember[];
  /** Ids of users whom the set had declared once: they are unmanaged never more. */
  former?: readonly string[];
  /** Those of them whom the set left disabled; undefined in states that do not tell. */
  formerDisabled?: readonly string[] | undefined;
  excludedIds?: Remembered | undefined;
  protectedIds?: Remembered | undefined;
  /** All users of the account. */
  live: readonly LiveUser[];
  /** Their addresses, where only some users are looked at. */
  emails?: readonly string[] | undefined;
  /** The invitations that still stand, as far as addresses of this set have no user. */
  invitations?: readonly PendingInvitation[];
  /** What the account's roles hold. */
  roles: RoleURNs;
  /** What roles are declared to hold in this run, as far as it is known. */
  declaredRoles?: RoleURNs;
  /** Whether what is declared counts as done. */
  isForecast?: boolean;
  /** How failures name the arguments; those of a set unless it says otherwise. */
  wording?: UserWording;
  /** Role ids that a declaration of this run makes. */
  isRoleDeclared(roleId: string): boolean;
  /** Whether a set of this run deletes the role once nobody holds it: then nobody falls back to it. */
  isRoleRetiring?(roleId: string): boolean;
  /** Whether another declaration of this run has the user. */
  isDeclaredElsewhere(user: Pick<LiveUser, "id" | "email">): boolean;
}

export function emptyPlan(entries: UsersPlan["entries"]): UsersPlan {
  return {
    actions: [],
    removals: [],
    gains: [],
    losses: [],
    newAdmins: [],
    checkFailures: [],
    users: new Map(),
    takenOver: [],
    invitations: [],
    pending: new Map(),
    leaving: new Map(),
    lapsed: [],
    dropped: new Map(),
    released: [],
    retained: [],
    unmanaged: [],
    former: [],
    notKnownYet: [],
    staysDisabled: [],
    notRaised: [],
    staysOut: [],
    excludedIds: {},
    protectedIds: {},
    followed: [],
    formerDisabled: [],
    enabledAgain: [],
    lookAlikes: [],
    ended: [],
    endsSoon: [],
    entries,
    admins: { now: 0, after: 0 },
    scope: 0,
  };
}
