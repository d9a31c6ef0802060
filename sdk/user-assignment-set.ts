import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { typeToken } from "../provider/plan/objects.js";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";
import { noteUse } from "./note-use.js";
import { nullForUndefined } from "./null-for-undefined.js";
import { noteSetUsed } from "./sibling-declarations.js";

const OUTPUTS = ["users", "userIds"] as const satisfies readonly (keyof UserAssignmentSet)[];

/** A user's role id, or a role with further properties. */
export type UserAssignmentSetEntry = Input<string> | UserAssignmentSetMember;

/** A member with a role and further properties. */
interface UserAssignmentSetMember {
  /** The id of the user's role in the account. */
  roleId: Input<string>;

  /** Whether the user may use the account. An undeclared state is neither written nor compared. */
  state?: Input<"enabled" | "disabled">;

  /**
   * When this access ends: a date, meaning the end of that day in UTC, or a date and time with its zone (RFC 3339). From then on
   * `then` counts as declared, and the next `pulumi up` carries it out.
   *
   * @example "2027-01-31"
   */
  until?: Input<string>;

  /**
   * What follows `until`: `"disable"` (reversible) or another role.
   *
   * @default "disable"
   */
  then?: Input<"disable" | { roleId: Input<string> }>;
}

/** The arguments of a {@link UserAssignmentSet}. */
export interface UserAssignmentSetArgs {
  /**
   * Role ids by email address; the case of A to Z in addresses does not matter. The addresses must be known at preview; role
   * ids need not be.
   */
  users: Record<string, UserAssignmentSetEntry>;

  /**
   * What happens to a member dropped from `users`: `"disable"` (reversible), `"remove"` (the API cannot bring a user back),
   * `"restore"` (the role and state found when the set took the user over; anyone disabled since stays disabled) or
   * `"retain"` (nothing).
   *
   * @default "disable"
   */
  removed?: Input<"disable" | "remove" | "restore" | "retain">;

  /**
   * What to do with users that this set never declared: ignore them, report them as a warning, disable them, remove them, or
   * move them to another role.
   *
   * @default "ignore"
   */
  unmanaged?: Input<"ignore" | "report" | "disable" | "remove" | { moveTo: Input<string> }>;

  /** Emails or user ids; `*` matches any characters. These users are never touched, reported or counted. */
  exclude?: Input<Input<string>[]>;

  /**
   * What to do with an address that no user of the account has: `"fail"`, or `"invite"`, which sends one invitation with the
   * declared role to that address. Until they accept, the person is a member with an empty user id. The API cannot change or
   * withdraw an invitation.
   *
   * @default "fail"
   */
  ifMissing?: Input<"fail" | "invite">;

  /**
   * Whether the set may be empty. Otherwise an empty set is refused.
   *
   * @default false
   */
  allowEmpty?: Input<boolean>;

  /**
   * What deleting the set does: `"retain"` leaves the users as they are, `"apply"` applies `removed` to all of them.
   *
   * @default "retain"
   */
  deletionPolicy?: Input<"retain" | "apply">;

  /** Limits how much access one run may take away. */
  guard?: Input<GuardArgs>;
}

/**
 * The roles and states of a set of users, reconciled as one. It creates no users, but may invite them.
 *
 * @example
 * ```typescript
 * new cloudone.UserAssignmentSet("team", {
 *   users: {
 *     "ann@example.com": roles.roleIds.auditor,
 *     "bob@example.com": { roleId: "read-only", state: "disabled" },
 *   },
 *   unmanaged: "report",
 *   guard: { maxRemovals: 2 },
 * });
 * ```
 */
export class UserAssignmentSet extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = typeToken("UserAssignmentSet");

  /** Whether the value is a UserAssignmentSet, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is UserAssignmentSet {
    return isOfType(value, UserAssignmentSet.__pulumiType);
  }

  declare readonly users: Output<
    Record<string, string | { roleId: string; state?: string; until?: string; then?: unknown }>
  >;
  /** The members' user ids by email address; an id is empty until the person accepts the invitation. */
  declare readonly userIds: Output<Record<string, string>>;

  constructor(name: string, args: UserAssignmentSetArgs, opts?: CustomResourceOptions) {
    super("UserAssignmentSet", name, { ...args, users: nullForUndefined(args.users) }, OUTPUTS, opts);
    noteUse(this, ["urn", "id", ...OUTPUTS], noteSetUsed);
  }
}
