import { z } from "zod";
import { notIncluded } from "../access/service-roles.js";
import type { ArgsSpec } from "../args/check-args.js";
import { type Difference, differencesIn } from "../args/difference.js";
import { choice, hasUnknown, roleId, seenName, serviceRoleURN, UNKNOWN } from "../args/fields.js";
import { guardSchema } from "../guard/guard.js";
import { joinedBy, pairsOf } from "../guard/separate.js";

/** What a role is declared to be, alone or in a set. */
export const contentFields = {
  name: seenName("a role needs a name").regex(/\S/, { error: "a role's name must not be empty" }),
  description: z.string({ error: "a description must be a string" }).optional(),
  serviceRoleURNs: z.array(serviceRoleURN, { error: "serviceRoleURNs must be a list of service role URNs" }),
};

export const adoptField = choice("adopt", ["identical", "overwrite", "never"]).optional();

/** The arguments of a `Role`. */
export const roleSchema = z.strictObject({
  roleId,
  ...contentFields,
  adopt: adoptField,
  deletionPolicy: choice("deletionPolicy", ["delete", "retain"]).optional(),
  guard: guardSchema.optional(),
});

export type RoleInputs = z.infer<typeof roleSchema>;

export const rolePolicies = { adopt: "identical", deletionPolicy: "delete", guard: undefined } as const;

export const roleArgs: ArgsSpec = {
  schema: roleSchema,
  shown: ["roleId", "adopt", "deletionPolicy"],
  rules: ({ roleId, serviceRoleURNs, guard }) =>
    joinedBy(String(roleId), serviceRoleURNs, pairsOf(guard)).map((reason) => ({
      property: "serviceRoleURNs",
      reason,
    })),
};

/** The properties of a role that can differ; `description` only if it is declared. */
export interface RoleContent {
  name?: string | undefined;
  description?: string | undefined;
  serviceRoleURNs?: readonly string[] | undefined;
}

/** How a role differs from the declaration. The order and repetition of URNs do not matter. */
export function roleDifferences(declared: RoleContent, actual: RoleContent): Difference[] {
  return [
    ...differencesIn(["name", "description"], declared, actual),
    ...(sameMembers(declared.serviceRoleURNs, actual.serviceRoleURNs)
      ? []
      : [
          {
            property: "serviceRoleURNs",
            actual: actual.serviceRoleURNs,
            declared: declared.serviceRoleURNs,
          },
        ]),
  ];
}

/** The URNs whose access the change does not fully keep; none while any of the declared ones is unknown. */
export function urnsLost(declared: RoleContent, actual: RoleContent): string[] {
  if (hasUnknown(declared.serviceRoleURNs ?? declared)) return [];
  return notIncluded(urns(actual.serviceRoleURNs), urns(declared.serviceRoleURNs));
}

/** The URNs whose access the role did not fully have before. */
export function urnsGained(declared: RoleContent, actual: RoleContent): string[] {
  return notIncluded(urns(declared.serviceRoleURNs), urns(actual.serviceRoleURNs));
}

/** The URNs that the role did not list before. */
export function urnsAdded(declared: RoleContent, actual: RoleContent): string[] {
  return urns(declared.serviceRoleURNs).filter((urn) => !urns(actual.serviceRoleURNs).includes(urn));
}

/** Live URNs in the order in which they were declared, so that the server's order never shows. */
export function inDeclaredOrder(actual: readonly string[], declared: readonly string[] | undefined): string[] {
  if (declared === undefined) return [...actual];
  if (sameMembers(declared, actual)) return [...declared];
  const known = declared.filter((urn) => actual.includes(urn));
  return [...known, ...actual.filter((urn) => !known.includes(urn))];
}

function sameMembers(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((member) => right.has(member));
}

/** The known elements of a list that may be unknown as a whole or in part. */
function urns(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((urn) => urn !== UNKNOWN) : [];
}
