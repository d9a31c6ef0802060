import { z } from "zod";
import type { Binding } from "./bindings.js";
import type { ArgsSpec, CheckFailure } from "./check-args.js";
import { email as emailField, foldEmail, roleId, seen, UNKNOWN, userState } from "./fields.js";
import { matchesAny } from "./glob.js";
import { guardSchema } from "./guard.js";
import { endingFaults, thenSchema, untilSchema } from "./until.js";

const entry = z.strictObject({
  roleId,
  state: userState.optional(),
  until: untilSchema.optional(),
  then: thenSchema.optional(),
});
const binding = z.union([roleId, entry], { error: "a user must be a role id, or { roleId, state, until, then }" });
const unmanaged = z.union([z.enum(["ignore", "report", "disable", "remove"]), z.strictObject({ moveTo: roleId })], {
  error: 'unmanaged must be "ignore", "report", "disable", "remove" or { moveTo: roleId }',
});

/** The arguments of a `UserAssignmentSet`. */
export const userAssignmentSetSchema = z.strictObject({
  users: z.record(emailField, binding, { error: "users must be an object of role ids by email address" }),
  removed: z
    .enum(["disable", "remove", "restore", "retain"], {
      error: 'removed must be "disable", "remove", "restore" or "retain"',
    })
    .optional(),
  unmanaged: unmanaged.optional(),
  exclude: z
    .array(seen("an email, an id or a pattern must be a string"), {
      error: "exclude must be a list of emails or ids, in which * matches any characters",
    })
    .optional(),
  ifMissing: z.enum(["fail", "invite"], { error: 'ifMissing must be "fail" or "invite"' }).optional(),
  allowEmpty: z.boolean({ error: "allowEmpty must be true or false" }).optional(),
  deletionPolicy: z.enum(["retain", "apply"], { error: 'deletionPolicy must be "retain" or "apply"' }).optional(),
  guard: guardSchema.optional(),
});

export type UserAssignmentSetInputs = z.infer<typeof userAssignmentSetSchema>;
export type UserEntry = z.infer<typeof binding>;

export const userAssignmentSetPolicies = {
  removed: "disable",
  unmanaged: "ignore",
  exclude: undefined,
  ifMissing: "fail",
  deletionPolicy: "retain",
  guard: undefined,
} as const;

export const userAssignmentSetArgs: ArgsSpec = {
  schema: userAssignmentSetSchema,
  shown: ["removed", "unmanaged", "ifMissing", "deletionPolicy"],
  rules: ({ users, exclude, allowEmpty }) => {
    if (users === UNKNOWN) {
      return [{ property: "users", reason: "the email addresses must be known at preview; role ids may be unknown" }];
    }
    if (typeof users !== "object" || users === null) return [];
    const checkFailures: CheckFailure[] = [];
    const spellings = new Map<string, string>();
    const patterns = Array.isArray(exclude) ? exclude.filter((one) => typeof one === "string") : [];
    for (const [email, entry] of Object.entries(users)) {
      const other = spellings.get(foldEmail(email));
      if (other !== undefined)
        checkFailures.push({ property: `users.${email}`, reason: `this is ${other} in another spelling` });
      spellings.set(foldEmail(email), email);
      if (matchesAny(patterns, email)) {
        checkFailures.push({ property: `users.${email}`, reason: "the user is both declared and excluded" });
      }
      const faults = typeof entry === "object" && entry !== null ? endingFaults(entry) : [];
      checkFailures.push(...faults.map((reason) => ({ property: `users.${email}`, reason })));
    }
    if (spellings.size === 0 && allowEmpty !== true) {
      checkFailures.push({ property: "users", reason: "the set is empty; if you mean that, set allowEmpty: true" });
    }
    return checkFailures;
  },
};

/** The entry as an object: a role id alone declares nothing else. */
export function wholeEntry(entry: UserEntry): Exclude<UserEntry, string> {
  return typeof entry === "string" ? { roleId: entry } : entry;
}

/** The binding that an entry declares; a state that is not declared stays. */
export function wantedBinding(entry: UserEntry, live: Binding): Binding {
  const { roleId, state = live.state } = wholeEntry(entry);
  return { roleId, state };
}
