import type { Binding } from "../access/bindings.js";
import type { RoleURNs } from "../access/role-contents.js";
import type { CheckFailure } from "../args/check-args.js";
import type { Removal } from "../guard/guard.js";
import type { PendingInvitation } from "./invitations.js";
import type { LookAlike } from "./look-alikes.js";
import type { Remembered } from "./remembered.js";
import type { UserAssignmentSetInputs, UserEntry } from "./user-assignment-set.js";
import type { UserWording } from "./user-failures.js";
import type { LiveUser, Member } from "./user-members.js";

/** One write of the plan. */
export interface UserAction {
  do: "bind" | "disable" | "remove" | "restore" | "move";
  user: LiveUser;
  /** What the user has afterwards; undefined once they are removed. */
  to: Binding | undefined;
  /** Whether this takes something away. */
  isRemoval: boolean;
  /** Whether no state is declared: the write keeps the one that the user has then. */
  keepsState: boolean;
}

/** A change of one user, and what it gives or takes. */
export interface ChangeInWords {
  name: string;
  action: string;
  /** Such as `loses read-only of workload`; undefined if the action says it all, or if it is not known. */
  words: string | undefined;
}

/** What to do, and what to say. */
export interface UsersPlan {
  /** In the order in which they are carried out: what gives access comes before what takes it. */
  actions: UserAction[];
  removals: Removal[];
  gains: ChangeInWords[];
  /** The removals as messages name them. */
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
  /** The open invitation of each declared email. */
  pending: Map<string, PendingInvitation>;
  /** The same for emails that the set has dropped: they stay until the invitation is accepted or has expired. */
  leaving: Map<string, PendingInvitation>;
  /** Dropped emails whose invitation is gone and that belong to no user. */
  lapsed: string[];
  /** The ids of users that the set no longer declares, by their last known email. */
  dropped: Map<string, string>;
  /** Stored members that need nothing more and leave the state. */
  released: string[];
  /** Those of them that the policy leaves as they are. */
  retained: string[];
  unmanaged: string[];
  /** Ids of live users that the set has dropped, now or earlier. */
  former: string[];
  /** Members whose role or state is not known yet: what they gain or lose is judged once it is. */
  notKnownYet: string[];
  /** Members who are disabled and declared without a state. */
  staysDisabled: string[];
  /** Users who are restored without the role found at create, since it is an admin role. */
  notRaised: { user: LiveUser; roleId: string }[];
  /** Users who stay disabled, since a restore never enables anyone. */
  staysOut: string[];
  /** Excluded and protected users, by the pattern that one of their addresses has matched. */
  excludedIds: Record<string, string[]>;
  protectedIds: Record<string, string[]>;
  /** Those among them whose address no longer matches. */
  followed: { as: "excluded" | "protected"; pattern: string; user: LiveUser }[];
  /** Those of {@link former} that the set left disabled, and those of them that someone has enabled again. */
  formerDisabled: string[];
  enabledAgain: string[];
  /** Users whose address looks like a declared, excluded or protected one, but is another one. */
  lookAlikes: LookAlike<LiveUser>[];
  /** Users whose access has ended but is still to be taken, and those whose access ends within a week, in words. */
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
  stored: readonly Member[];
  /** Ids of users that the set once declared: they are never treated as unmanaged again. */
  former?: readonly string[];
  /** Those of them that the set left disabled; undefined in older states, which do not say. */
  formerDisabled?: readonly string[] | undefined;
  excludedIds?: Remembered | undefined;
  protectedIds?: Remembered | undefined;
  /** All users of the account. */
  live: readonly LiveUser[];
  /** All addresses of the account, if `live` has only some of its users. */
  emails?: readonly string[] | undefined;
  /** The open invitations for addresses of this set that have no user. */
  invitations?: readonly PendingInvitation[];
  /** The URNs of the account's roles. */
  roles: RoleURNs;
  /** The URNs that this run declares, if known. */
  declaredRoles?: RoleURNs;
  /** The time at which ends are judged; without it nothing ends. */
  now?: number;
  /** Whether declarations count as done. */
  isForecast?: boolean;
  /** How failures name the arguments; those of a set unless it says otherwise. */
  wording?: UserWording;
  /** Whether a declaration of this run creates the role. */
  isRoleDeclared(roleId: string): boolean;
  /** Whether a set of this run deletes the role once it is unused: then no one falls back to it. */
  isRoleRetiring?(roleId: string): boolean;
  /** Whether another declaration of this run has the user. */
  isDeclaredElsewhere(user: Pick<LiveUser, "id" | "email">): boolean;
}

export function emptyUsersPlan(entries: UsersPlan["entries"]): UsersPlan {
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
