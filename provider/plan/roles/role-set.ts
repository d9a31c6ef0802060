import { z } from "zod";
import { PREDEFINED_ROLES, predefined } from "../access/predefined-roles.js";
import type { ArgsSpec } from "../args/check-args.js";
import { choice, roleId, UNKNOWN } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";
import { pairsOf } from "../guard/separate.js";
import { emptyFailures, patternsOf, setFields } from "../set-args.js";
import { adoptField, contentFields } from "./role.js";
import { IN_A_SET, joinedFailures } from "./role-failures.js";

const roleEntry = z.strictObject(contentFields, {
  error: ({ code }) => (code === "invalid_type" ? "a role must be an object with name and serviceRoleURNs" : undefined),
});

/** The arguments of a `RoleSet`. */
export const roleSetSchema = z.strictObject({
  roles: z.record(roleId, roleEntry, { error: "roles must be an object of roles by role id" }),
  adopt: adoptField,
  unmanaged: choice("unmanaged", ["ignore", "report", "delete"]).optional(),
  ...setFields("a role id", "role ids"),
});

export type RoleSetInputs = z.infer<typeof roleSetSchema>;
export type RoleEntry = z.infer<typeof roleEntry>;

export const roleSetPolicies = {
  adopt: "identical",
  unmanaged: "ignore",
  exclude: undefined,
  deletionPolicy: "retain",
  guard: undefined,
} as const;

export const roleSetArgs: ArgsSpec = {
  schema: roleSetSchema,
  shown: ["adopt", "unmanaged", "deletionPolicy"],
  rules: ({ roles, exclude, allowEmpty, guard }) => {
    if (roles === UNKNOWN) {
      return [{ property: "roles", reason: "the role ids must be known at preview; their values may be unknown" }];
    }
    if (typeof roles !== "object" || roles === null) return [];
    const ids = Object.keys(roles);
    const checkFailures = emptyFailures("roles", ids, allowEmpty);
    for (const id of ids.filter((id) => PREDEFINED_ROLES.includes(id))) {
      checkFailures.push({ property: `roles.${id}`, reason: predefined(id) });
    }
    for (const id of ids.filter((id) => matchesAny(patternsOf(exclude), id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "it is both declared and excluded" });
    }
    checkFailures.push(...joinedFailures(roles as Record<string, unknown>, pairsOf(guard), IN_A_SET));
    return checkFailures;
  },
};
