import { z } from "zod";
import type { ArgsSpec } from "./check-args.js";
import { type Difference, differencesIn } from "./difference.js";
import { hasUnknown, roleId, seenName, serviceRoleURN, UNKNOWN } from "./fields.js";
import { guardSchema } from "./guard.js";
import { joinedBy, pairsOf } from "./separate.js";

/** The arguments of a `Role`. */
export const roleSchema = z.strictObject({
  roleId,
  name: seenName("a role needs a name").regex(/\S/, { error: "a role's name is not empty" }),
  description: z.string({ error: "a description is a text" }).optional(),
  serviceRoleURNs: z.array(serviceRoleURN, { error: "serviceRoleURNs is a list of service role URNs" }),
  adopt: z
    .enum(["identical", "overwrite", "never"], { error: 'adopt is "identical", "overwrite" or "never"' })
    .optional(),
  deletionPolicy: z.enum(["delete", "retain"], { error: 'deletionPolicy is "delete" or "retain"' }).optional(),
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

/** What of a role can differ; `description` only where it is declared. */
export interface RoleContent {
  name?: string | undefined;
  description?: string | undefined;
  serviceRoleURNs?: readonly string[] | undefined;
}

/** How a role is not as declared. The order and repetition of URNs mean nothing. */
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

/** The URNs that a change takes from the role; none as long as one that it gives is not known yet. */
export function urnsLost(declared: RoleContent, actual: RoleContent): string[] {
  if (hasUnknown(declared.serviceRoleURNs ?? declared)) return [];
  return urns(actual.serviceRoleURNs).filter((urn) => !urns(declared.serviceRoleURNs).includes(urn));
}

/** The URNs that a change gives to the role. */
export function urnsGained(declared: RoleContent, actual: RoleContent): string[] {
  return urns(declared.serviceRoleURNs).filter((urn) => !urns(actual.serviceRoleURNs).includes(urn));
}

/** Live URNs in the order in which they were declared, so that another order of the server's shows nowhere. */
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

/** A list that is unknown as a whole, or in one element, is known in the rest. */
function urns(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((urn) => urn !== UNKNOWN) : [];
}
