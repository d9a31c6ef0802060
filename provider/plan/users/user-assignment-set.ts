import { z } from "zod";
import type { Binding } from "../access/bindings.js";
import type { ArgsSpec, CheckFailure } from "../args/check-args.js";
import { email as emailField, foldEmail, roleId, UNKNOWN } from "../args/fields.js";
import { matchesAny } from "../args/glob.js";
import { emptyFailures, patternsOf, setFields } from "../set-args.js";
import { endingFaults } from "./until.js";
import { bindingFields, ifMissingField, removedField } from "./user-assignment.js";

const binding = z.union([roleId, z.strictObject(bindingFields)], {
  error: "a user must be a role id, or { roleId, state, until, then }",
});
const unmanaged = z.union([z.enum(["ignore", "report", "disable", "remove"]), z.strictObject({ moveTo: roleId })], {
  error: 'unmanaged must be "ignore", "report", "disable", "remove" or { moveTo: roleId }',
});

/** The arguments of a `UserAssignmentSet`. */
export const userAssignmentSetSchema = z.strictObject({
  users: z.record(emailField, binding, { error: "users must be an object of role ids by email address" }),
  removed: removedField("removed"),
  unmanaged: unmanaged.optional(),
  ifMissing: ifMissingField,
  ...setFields("an email, an id", "emails or ids"),
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
    const patterns = patternsOf(exclude);
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
    return [...checkFailures, ...emptyFailures("users", [...spellings.keys()], allowEmpty)];
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
