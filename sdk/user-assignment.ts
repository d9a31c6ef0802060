import { type CustomResourceOptions, type ID, type Input, Output } from "@pulumi/pulumi";
import { CloudOneResource } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";

const OUTPUTS = [
  "userId",
  "email",
  "displayName",
  "roleId",
  "state",
  "cloudOneUrn",
] as const satisfies readonly (keyof UserAssignment)[];

/** The arguments of a {@link UserAssignment}: exactly one of `email` and `userId` says who it is. */
export interface UserAssignmentArgs {
  /**
   * The user's email address. The case of A to Z means nothing. A change to another user's address replaces the resource; a
   * change to the same user's new address does not.
   *
   * @example "ann@example.com"
   */
  email?: Input<string>;

  /**
   * The user's id, a uuid, which stays when the person changes their email. Changing this to another user's replaces
   * the resource.
   */
  userId?: Input<string>;

  /**
   * The role that the user has in the account; a user has exactly one. Write `role.roleId` where the role is declared
   * in the same program, so that Pulumi knows the order.
   */
  roleId: Input<string>;

  /**
   * Whether the user may use the account. Where it is not declared, it is neither written nor compared: a disabled
   * user stays disabled.
   */
  state?: Input<"enabled" | "disabled">;

  /**
   * What to do when the account has no user with this `email`: `"fail"`, or `"invite"`, which sends an invitation with the
   * declared role, one for an address. Once the person has accepted, a refresh shows the user in its place. The API has no
   * call to change or withdraw an invitation.
   *
   * @default "fail"
   */
  ifMissing?: Input<"fail" | "invite">;

  /**
   * What the deletion of this resource does to the user: `"disable"` (reversible; the user also gets back the role
   * found at create, or `read-only` where that one is gone or an admin role), `"remove"` (takes the user out of the
   * account; the API cannot bring them back), `"restore"` (role and state as found at create; it enables nobody who was disabled
   * since) or `"retain"`.
   *
   * @default "disable"
   */
  deletionPolicy?: Input<"disable" | "remove" | "restore" | "retain">;

  /** Bounds what one run may take away. */
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
  /** Empty as long as the person is only invited. */
  declare readonly userId: Output<string>;
  /** The user's email as the account has it. */
  declare readonly email: Output<string>;
  /** The person's name; theirs to change. */
  declare readonly displayName: Output<string>;
  declare readonly roleId: Output<string>;
  /** Only where it is declared. */
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

/** An email that may be secret is kept once more, under a name of the provider's own: the engine hides what it is told to. */
function secretly({ email }: UserAssignmentArgs, opts: CustomResourceOptions | undefined) {
  if (!Output.isInstance(email)) return opts;
  return { ...opts, additionalSecretOutputs: [...(opts?.additionalSecretOutputs ?? []), "declaredEmail"] };
}
