import { PREDEFINED_ROLES, predefined } from "../access/predefined-roles.js";
import type { CheckFailure } from "../args/check-args.js";
import { certain, type Difference, describeDifferences } from "../args/difference.js";
import { joinedBy, type SeparatePair } from "../guard/separate.js";
import { ownerInUrn } from "../urn.js";

/** How a failure names the declaration to change: a role is declared alone or in a set. */
export interface RoleWording {
  /** The argument that identifies the role. */
  who(id: string): string;
  /** The argument that says what it holds. */
  urns(id: string): string;
  /** What to do about a role that cannot be deleted because someone holds it. */
  held: string;
}

export const IN_A_SET: RoleWording = { who: (id) => `roles.${id}`, urns: (id) => `roles.${id}`, held: "" };

export const ALONE: RoleWording = {
  who: () => "roleId",
  urns: () => "serviceRoleURNs",
  held:
    "Give them another role first; a SAML user has the one that the identity provider says. Where they are declared in this " +
    'program, write `roleId: role.roleId`, so that the order is known. `deletionPolicy: "retain"` lets go of the role without ' +
    "deleting it.",
};

/** Why an existing role cannot be taken over; undefined if it can, or if `adopt` is not known yet. */
export function adoptionConflict(
  { id, urn }: { id: string; urn?: string | undefined },
  adopt: string,
  differences: readonly Difference[],
): string | undefined {
  const account = ownerInUrn(urn)?.accountId ?? "(unknown)";
  if (adopt === "never") return `role ${id} already exists in account ${account}, and adopt is "never"`;
  const conflicts = certain(differences);
  if (conflicts.length > 0 && PREDEFINED_ROLES.includes(id)) return `role ${id}: ${predefined(id)}`;
  if (adopt !== "identical" || conflicts.length === 0) return undefined;
  return (
    `role ${id} already exists and is not as declared (now → declared):\n${describeDifferences(conflicts)}\n` +
    'Nothing was written. Declare it as it is to take it over, or set adopt: "overwrite" to change it'
  );
}

/** Roles whose URNs would join what a guard keeps apart. */
export function joinedFailures(
  roles: Readonly<Record<string, unknown>>,
  pairs: readonly SeparatePair[] | undefined,
  { urns: property }: RoleWording,
): CheckFailure[] {
  return Object.entries(roles).flatMap(([id, entry]) => {
    const urns = typeof entry === "object" && entry !== null && "serviceRoleURNs" in entry ? entry.serviceRoleURNs : [];
    return joinedBy(id, urns, pairs).map((reason) => ({ property: property(id), reason }));
  });
}

/** For a role that is in the state but that someone else deleted. */
export const GONE = "it is gone. Run `pulumi refresh`, then `pulumi up` creates it again.";
