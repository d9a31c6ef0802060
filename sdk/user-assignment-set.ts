import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { CloudOneResource } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";
import { noteUse } from "./note-use.js";
import { nullForUndefined } from "./null-for-undefined.js";
import { noteSetUsed } from "./sibling-declarations.js";

const OUTPUTS = ["users", "userIds"] as const satisfies readonly (keyof UserAssignmentSet)[];

/** A user's role, and state where it is declared. */
export type UserAssignmentSetEntry = Input<string> | { roleId: Input<string>; state?: Input<"enabled" | "disabled"> };

/** The arguments of a {@link UserAssignmentSet}. */
export interface UserAssignmentSetArgs {
  /**
   * Role ids by email address; the case of A to Z in it means nothing. The addresses must be known at preview; role ids
   * need not be.
   */
  users: Record<string, UserAssignmentSetEntry>;

  /**
   * What happens to a member who is dropped from `users`: `"disable"` (reversible), `"remove"` (the API cannot bring a
   * user back), `"restore"` (what was found when the set took them over; it enables nobody who
   * was disabled since) or `"retain"`.
   *
   * @default "disable"
   */
  removed?: Input<"disable" | "remove" | "restore" | "retain">;

  /**
   * What to do with users whom this set never declared: leave them, report them as a warning, disable or remove them, or
   * move them to another role.
   *
   * @default "ignore"
   */
  unmanaged?: Input<"ignore" | "report" | "disable" | "remove" | { moveTo: Input<string> }>;

  /** Emails or user ids, in which `*` stands for any text, that are never touched, reported or counted. */
  exclude?: Input<Input<string>[]>;

  /**
   * What to do with an address that no user of the account has: `"fail"`, or `"invite"`, which sends it an invitation with
   * the declared role, one for an address. Until the person has accepted they are a member with an empty user id. The API
   * has no call to change or withdraw an invitation.
   *
   * @default "fail"
   */
  ifMissing?: Input<"fail" | "invite">;

  /**
   * An empty set is refused unless this is true.
   *
   * @default false
   */
  allowEmpty?: Input<boolean>;

  /**
   * What the deletion of the set does: `"retain"` leaves the users, `"apply"` does to them what `removed` says.
   *
   * @default "retain"
   */
  deletionPolicy?: Input<"retain" | "apply">;

  /** Bounds what one run may take away. */
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
  declare readonly users: Output<Record<string, string | { roleId: string; state?: string }>>;
  /** The members' user ids by email address; empty as long as the person is only invited. */
  declare readonly userIds: Output<Record<string, string>>;

  constructor(name: string, args: UserAssignmentSetArgs, opts?: CustomResourceOptions) {
    super("UserAssignmentSet", name, { ...args, users: nullForUndefined(args.users) }, OUTPUTS, opts);
    noteUse(this, ["urn", "id", ...OUTPUTS], noteSetUsed);
  }
}
