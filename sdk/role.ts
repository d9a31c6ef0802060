import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { typeToken } from "../provider/plan/objects.js";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";
import type { GuardArgs } from "./guard.js";

const OUTPUTS = [
  "roleId",
  "name",
  "description",
  "serviceRoleURNs",
  "cloudOneUrn",
  "created",
] as const satisfies readonly (keyof Role)[];

/** The arguments of a {@link Role}. */
export interface RoleArgs {
  /**
   * The role's id in the account: lowercase letters, digits and hyphens. The API calls it `id`; it is immutable.
   * Changing this replaces the resource.
   *
   * @example "workload-auditor"
   */
  roleId: Input<string>;

  /** The name shown in the console. */
  name: Input<string>;

  /**
   * What the role is for. An undeclared description stays as it is.
   */
  description?: Input<string>;

  /**
   * What the role may do: URNs of the services' own roles,
   * `urn:cloudone:<service>:<region>:<account id>:role/<id>`. Their order does not matter.
   *
   * @example ["urn:cloudone:workload:us-1:012345678912:role/read-only"]
   */
  serviceRoleURNs: Input<Input<string>[]>;

  /**
   * What to do if the account already has a role with this id: `"identical"` takes it over if it is as declared, and
   * otherwise fails and prints the difference; `"overwrite"` takes it over and changes it; `"never"` fails.
   *
   * @default "identical"
   */
  adopt?: Input<"identical" | "overwrite" | "never">;

  /**
   * What deleting this resource does to the role: `"delete"` deletes it, but fails while a user (enabled or disabled), an
   * API key, a pending invitation or a SAML user holds it; `"retain"` leaves it in the account. A role that an identity
   * provider assigns seems unused until someone signs in: retain it.
   *
   * @default "delete"
   */
  deletionPolicy?: Input<"delete" | "retain">;

  /** Limits how much access one run may take away. */
  guard?: Input<GuardArgs>;
}

/**
 * A custom role: it says which roles its holders have in the Cloud One services.
 *
 * @example
 * ```typescript
 * new cloudone.Role("auditor", {
 *   roleId: "auditor",
 *   name: "Auditor",
 *   serviceRoleURNs: ["urn:cloudone:workload:us-1:012345678912:role/read-only"],
 * });
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-roles/
 */
export class Role extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = typeToken("Role");

  /** Whether the value is a Role, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is Role {
    return isOfType(value, Role.__pulumiType);
  }

  declare readonly roleId: Output<string>;
  declare readonly name: Output<string>;
  declare readonly description: Output<string | undefined>;
  declare readonly serviceRoleURNs: Output<string[]>;
  /** The role's own URN in Cloud One, which contains the region and the account. */
  declare readonly cloudOneUrn: Output<string>;
  /** When the role was created: RFC 3339, UTC. */
  declare readonly created: Output<string>;

  constructor(name: string, args: RoleArgs, opts?: CustomResourceOptions) {
    super("Role", name, { ...args }, OUTPUTS, opts);
  }

  /** Reads an existing role by its role id, without managing it. */
  static get(name: string, id: Input<ID>, opts?: CustomResourceOptions): Role {
    return new Role(name, {} as RoleArgs, { ...opts, id });
  }
}
