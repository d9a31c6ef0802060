import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { typeToken } from "../provider/plan/objects.js";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";
import { noteUse } from "./note-use.js";
import { nullForUndefined } from "./null-for-undefined.js";
import { noteSetUsed } from "./sibling-declarations.js";

const OUTPUTS = ["roles", "retiring"] as const satisfies readonly (keyof RoleSet)[];

/** One role of a {@link RoleSet}. */
export interface RoleSetEntry {
  /** The name shown in the console. */
  name: Input<string>;
  /** What the role is for. An undeclared description stays as it is. */
  description?: Input<string>;
  /** URNs of the services' own roles. Their order does not matter. */
  serviceRoleURNs: Input<Input<string>[]>;
}

/** The arguments of a {@link RoleSet}. */
export interface RoleSetArgs<Id extends string = string> {
  /** The roles by role id. The ids must be known at preview; their values need not be. */
  roles: Record<Id, RoleSetEntry>;

  /**
   * What to do if the account already has a role with a declared id: see `Role`.
   *
   * @default "identical"
   */
  adopt?: Input<"identical" | "overwrite" | "never">;

  /**
   * What to do with custom roles that this set never declared: ignore them, report them as a warning, or delete them.
   * Predefined roles are never touched.
   *
   * @default "ignore"
   */
  unmanaged?: Input<"ignore" | "report" | "delete">;

  /** Role ids; `*` matches any characters. These roles are never touched, reported or counted. */
  exclude?: Input<Input<string>[]>;

  /**
   * Whether the set may be empty. Otherwise an empty set is refused.
   *
   * @default false
   */
  allowEmpty?: Input<boolean>;

  /**
   * What deleting the set does: `"retain"` leaves the roles, `"apply"` deletes them.
   *
   * @default "retain"
   */
  deletionPolicy?: Input<"retain" | "apply">;

  /** Limits how much access one run may take away. */
  guard?: Input<GuardArgs>;
}

/**
 * A set of custom roles, reconciled as one: a role dropped from the set is deleted once no one holds it.
 *
 * @example
 * ```typescript
 * const roles = new cloudone.RoleSet("roles", {
 *   roles: {
 *     auditor: {
 *       name: "Auditor",
 *       serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"],
 *     },
 *   },
 *   unmanaged: "report",
 * });
 * ```
 */
export class RoleSet<Id extends string = string> extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = typeToken("RoleSet");

  /** Whether the value is a RoleSet, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is RoleSet {
    return isOfType(value, RoleSet.__pulumiType);
  }

  declare readonly roles: Output<Record<string, { name: string; description?: string; serviceRoleURNs: string[] }>>;
  /** Each member's role id, keyed by itself: a reference to one tells Pulumi that the role comes first. */
  readonly roleIds: Output<Record<Id, string>>;
  /** Dropped roles that someone still holds: each is deleted once its last holder has moved. */
  declare readonly retiring: Output<string[]>;

  constructor(name: string, args: RoleSetArgs<Id>, opts?: CustomResourceOptions) {
    super("RoleSet", name, { ...args, roles: nullForUndefined(args.roles) }, OUTPUTS, opts);
    // The ids are plain strings, so they are known at preview; through the URN they depend on the set.
    const ids = Object.fromEntries(Object.keys(args.roles).map((id) => [id, id])) as Record<Id, string>;
    this.roleIds = this.urn.apply(() => ids);
    noteUse(this, ["urn", "id", "roleIds", ...OUTPUTS], noteSetUsed);
  }
}
