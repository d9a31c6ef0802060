import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CloudOneResource } from "./cloud-one-resource.js";
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
   * The role's id in the account: lower-case letters, digits and hyphens. The API calls it `id`; it is immutable.
   * Changing this replaces the resource.
   *
   * @example "workload-auditor"
   */
  roleId: Input<string>;

  /** The name that the console shows. */
  name: Input<string>;

  /**
   * What the role is for. Where it is not declared, what the account has is left as it is.
   */
  description?: Input<string>;

  /**
   * What the role may do: URNs of the services' own roles,
   * `urn:cloudone:<service>:<region>:<account id>:role/<id>`. Their order means nothing.
   *
   * @example ["urn:cloudone:workload:us-1:012345678912:role/read-only"]
   */
  serviceRoleURNs: Input<Input<string>[]>;

  /**
   * What to do when the account already has a role with this id: `"identical"` takes it over if it is as declared and
   * otherwise fails and prints the difference; `"overwrite"` changes it; `"never"` fails.
   *
   * @default "identical"
   */
  adopt?: Input<"identical" | "overwrite" | "never">;

  /**
   * What the deletion of this resource does to the role: `"delete"`, which fails as long as a user (a disabled one
   * too), an API key, a pending invitation or a SAML user holds it, or `"retain"`, which leaves it in the account. A role
   * that an identity provider maps looks as if nobody held it until somebody signs in: retain it.
   *
   * @default "delete"
   */
  deletionPolicy?: Input<"delete" | "retain">;

  /** Bounds what one run may take away. */
  guard?: Input<GuardArgs>;
}

/**
 * A custom role: which roles of which Cloud One services its holders have.
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
  declare readonly roleId: Output<string>;
  declare readonly name: Output<string>;
  declare readonly description: Output<string | undefined>;
  declare readonly serviceRoleURNs: Output<string[]>;
  /** The role's own URN in Cloud One; it names the region and the account. */
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
