import { z } from "zod";
import type { ArgsSpec, CheckFailure } from "./check-args.js";
import { roleId, seen, UNKNOWN } from "./fields.js";
import { matchesAny } from "./glob.js";
import { guardSchema } from "./guard.js";
import { PREDEFINED_ROLES, predefined } from "./predefined-roles.js";
import { adoptField, contentFields } from "./role.js";
import { IN_A_SET, joinedFailures } from "./role-failures.js";
import { pairsOf } from "./separate.js";

const roleEntry = z.strictObject(contentFields, {
  error: ({ code }) => (code === "invalid_type" ? "a role must be an object with name and serviceRoleURNs" : undefined),
});

/** The arguments of a `RoleSet`. */
export const roleSetSchema = z.strictObject({
  roles: z.record(roleId, roleEntry, { error: "roles must be an object of roles by role id" }),
  adopt: adoptField,
  unmanaged: z
    .enum(["ignore", "report", "delete"], { error: 'unmanaged must be "ignore", "report" or "delete"' })
    .optional(),
  exclude: z
    .array(seen("a role id or a pattern must be a string"), {
      error: "exclude must be a list of role ids, in which * matches any characters",
    })
    .optional(),
  allowEmpty: z.boolean({ error: "allowEmpty must be true or false" }).optional(),
  deletionPolicy: z.enum(["retain", "apply"], { error: 'deletionPolicy must be "retain" or "apply"' }).optional(),
  guard: guardSchema.optional(),
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
    const checkFailures: CheckFailure[] = [];
    if (ids.length === 0 && allowEmpty !== true) {
      checkFailures.push({ property: "roles", reason: "the set is empty; if you mean that, set allowEmpty: true" });
    }
    for (const id of ids.filter((id) => PREDEFINED_ROLES.includes(id))) {
      checkFailures.push({ property: `roles.${id}`, reason: predefined(id) });
    }
    const patterns = Array.isArray(exclude) ? exclude.filter((one) => typeof one === "string") : [];
    for (const id of ids.filter((id) => matchesAny(patterns, id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "it is both declared and excluded" });
    }
    checkFailures.push(...joinedFailures(roles as Record<string, unknown>, pairsOf(guard), IN_A_SET));
    return checkFailures;
  },
};
