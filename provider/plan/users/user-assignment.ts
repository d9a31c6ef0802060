import { z } from "zod";
import type { Binding } from "../access/bindings.js";
import type { ArgsSpec, CheckFailure } from "../args/check-args.js";
import { type Difference, differencesIn } from "../args/difference.js";
import { choice, email, foldEmail, roleId, userId, userState } from "../args/fields.js";
import { guardSchema } from "../guard/guard.js";
import { endingFaults, thenSchema, untilSchema } from "./until.js";

/** What a user is declared to have, alone or in a set. */
export const bindingFields = {
  roleId,
  state: userState.optional(),
  until: untilSchema.optional(),
  then: thenSchema.optional(),
};

export const ifMissingField = choice("ifMissing", ["fail", "invite"]).optional();

export const removedField = (name: "removed" | "deletionPolicy") =>
  choice(name, ["disable", "remove", "restore", "retain"]).optional();

/** The arguments of a `UserAssignment`. */
export const userAssignmentSchema = z.strictObject({
  email: email.optional(),
  userId: userId.optional(),
  ...bindingFields,
  ifMissing: ifMissingField,
  deletionPolicy: removedField("deletionPolicy"),
  guard: guardSchema.optional(),
});

export type UserAssignmentInputs = z.infer<typeof userAssignmentSchema>;

export const userAssignmentPolicies = { ifMissing: "fail", deletionPolicy: "disable", guard: undefined } as const;

export const userAssignmentArgs: ArgsSpec = {
  schema: userAssignmentSchema,
  shown: ["email", "userId", "roleId", "state", "until", "then", "ifMissing", "deletionPolicy"],
  rules({ email, userId, state, ifMissing, ...args }) {
    const checkFailures: CheckFailure[] = endingFaults(args).map((reason) => ({ property: "then", reason }));
    if ((email === undefined) === (userId === undefined)) {
      const reason = `exactly one of them says who this is; ${email === undefined ? "neither" : "both"} given`;
      checkFailures.push({ property: "email, userId", reason });
    }
    if (ifMissing === "invite" && userId !== undefined) {
      const reason = '"invite" needs the email: a user id belongs to someone who is already in the account';
      checkFailures.push({ property: "ifMissing", reason });
    }
    if (ifMissing === "invite" && state === "disabled") {
      const reason =
        '"disabled" cannot be combined with ifMissing: "invite": people are enabled when they accept an invitation';
      checkFailures.push({ property: "state", reason });
    }
    return checkFailures;
  },
};

/** The predefined role that a disabled user gets if the one found at create cannot be given back. */
export const FALLBACK_ROLE = "read-only";

/** The baseline of someone who was invited: no access. */
export const NO_ACCESS: Binding = { roleId: FALLBACK_ROLE, state: "disabled" };

/** How a user's binding differs from the declaration. A state that is not declared is not compared. */
export function bindingDifferences(
  declared: { roleId?: string | undefined; state?: string | undefined },
  actual: { roleId?: string | undefined; state?: string | undefined },
): Difference[] {
  return differencesIn(["roleId", "state"], declared, actual);
}

/** Whether two spellings are the same address. */
export function sameEmail(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && foldEmail(a) === foldEmail(b);
}

/** Takes access away but keeps the user: disabled, with the role found at create unless it cannot be given back. */
export function disabledBinding(
  found: Binding | undefined,
  foundRoleExists: boolean,
  isAdminRole: (id: string) => boolean,
): Binding {
  const usable = found !== undefined && foundRoleExists && !isAdminRole(found.roleId);
  return { roleId: usable ? found.roleId : FALLBACK_ROLE, state: "disabled" };
}

/** The result of a restore, and what it does not give back. */
interface Restored {
  binding: Binding;
  /** Whether the write keeps the user's state at that time. */
  keepsState: boolean;
  /** The original role, if it is an admin role and therefore not given back. */
  notRaisedTo?: string;
  /** Whether they were found enabled but are not now: someone disabled them since, for a reason. */
  staysOut: boolean;
}

/** The binding found at create, except that no one is raised to an admin role and anyone disabled since stays disabled. */
export function restoredBinding(found: Binding, live: Binding, isAdminRole: (id: string) => boolean): Restored {
  const keepsState = found.state === "enabled";
  const state = keepsState ? live.state : found.state;
  const staysOut = keepsState && live.state !== "enabled";
  if (!isAdminRole(found.roleId) || live.roleId === found.roleId) {
    return { binding: { roleId: found.roleId, state }, keepsState, staysOut };
  }
  return { binding: { roleId: live.roleId, state }, keepsState, staysOut, notRaisedTo: found.roleId };
}
