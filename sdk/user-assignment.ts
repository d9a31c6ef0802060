import { type CustomResourceOptions, type ID, type Input, Output } from "@pulumi/pulumi";
import { typeToken } from "../provider/plan/objects.js";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";

const OUTPUTS = [
  "userId",
  "email",
  "displayName",
  "roleId",
  "state",
  "cloudOneUrn",
] as const satisfies readonly (keyof UserAssignment)[];

/** The arguments of a {@link UserAssignment}. Exactly one of `email` and `userId` identifies the user. */
export interface UserAssignmentArgs {
  /**
   * The user's email address. The case of A to Z does not matter. Changing this to another user's address replaces the
   * resource; changing it to the same user's new address does not.
   *
   * @example "ann@example.com"
   */
  email?: Input<string>;

  /**
   * The user's id, a UUID, which outlasts a change of email. Changing this to another user's id replaces the resource.
   */
  userId?: Input<string>;

  /**
   * The id of the user's role in the account; a user has exactly one. If the same program declares the role, write
   * `role.roleId`, so that Pulumi knows the order.
   */
  roleId: Input<string>;

  /**
   * Whether the user may use the account. An undeclared state is neither written nor compared: a disabled user stays disabled.
   */
  state?: Input<"enabled" | "disabled">;

  /**
   * When this access ends: a date, meaning the end of that day in UTC, or a date and time with its zone (RFC 3339). From then on
   * `then` counts as declared: the next `pulumi up` carries it out, under the guards. Preview and `drift` announce it a week
   * before. Nothing happens on its own between two runs.
   *
   * @example "2027-01-31"
   * @example "2027-01-31T18:00:00+01:00"
   */
  until?: Input<string>;

  /**
   * What follows `until`: `"disable"`, as for `deletionPolicy`, or another role.
   *
   * @default "disable"
   */
  then?: Input<"disable" | { roleId: Input<string> }>;

  /**
   * What to do if the account has no user with this `email`: `"fail"`, or `"invite"`, which sends one invitation with the
   * declared role to that address. Once the person has accepted, a refresh shows the user instead of the invitation. The API
   * cannot change or withdraw an invitation.
   *
   * @default "fail"
   */
  ifMissing?: Input<"fail" | "invite">;

  /**
   * What deleting this resource does to the user: `"disable"` (reversible; the user also gets back the role found at create,
   * or `read-only` if that role is gone or an admin role), `"remove"` (removes the user from the account; the API cannot
   * bring them back), `"restore"` (the role and state found at create; a user disabled since stays disabled) or `"retain"`
   * (nothing).
   *
   * @default "disable"
   */
  deletionPolicy?: Input<"disable" | "remove" | "restore" | "retain">;

  /** Limits how much access one run may take away. */
  guard?: Input<GuardArgs>;
}

/**
 * Which role a user of the account has, and whether they may use it. It creates no users, but may invite them.
 *
 * @example
 * ```typescript
 * new cloudone.UserAssignment("ann", { email: "ann@example.com", roleId: auditor.roleId, state: "enabled" });
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-users/
 */
export class UserAssignment extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = typeToken("UserAssignment");

  /** Whether the value is a UserAssignment, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is UserAssignment {
    return isOfType(value, UserAssignment.__pulumiType);
  }

  /** The user's id, empty until the person accepts the invitation. */
  declare readonly userId: Output<string>;
  /** The user's email as the account has it. */
  declare readonly email: Output<string>;
  /** The person's name, which only they can change. */
  declare readonly displayName: Output<string>;
  declare readonly roleId: Output<string>;
  /** The declared state; undefined if none is declared. */
  declare readonly state: Output<"enabled" | "disabled" | undefined>;
  /** The user's own URN in Cloud One. */
  declare readonly cloudOneUrn: Output<string>;

  constructor(name: string, args: UserAssignmentArgs, opts?: CustomResourceOptions) {
    super("UserAssignment", name, { ...args }, OUTPUTS, secretly(args, opts));
  }

  /** Reads an existing user by their user id, without managing them. */
  static get(name: string, id: Input<ID>, opts?: CustomResourceOptions): UserAssignment {
    return new UserAssignment(name, {} as UserAssignmentArgs, { ...opts, id });
  }
}

/** An email that may be secret is also stored as `declaredEmail`, so that one is marked secret too. */
function secretly({ email }: UserAssignmentArgs, opts: CustomResourceOptions | undefined) {
  if (!Output.isInstance(email)) return opts;
  return { ...opts, additionalSecretOutputs: [...(opts?.additionalSecretOutputs ?? []), "declaredEmail"] };
}
