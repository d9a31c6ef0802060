import { z } from "zod";
import type { Binding } from "./bindings.js";
import type { ArgsSpec, CheckFailure } from "./check-args.js";
import { type Difference, differencesIn } from "./difference.js";
import { email, foldEmail, roleId, userId, userState } from "./fields.js";
import { guardSchema } from "./guard.js";
import { endingFaults, thenSchema, untilSchema } from "./until.js";

/** The arguments of a `UserAssignment`. */
export const userAssignmentSchema = z.strictObject({
  email: email.optional(),
  userId: userId.optional(),
  roleId,
  state: userState.optional(),
  until: untilSchema.optional(),
  then: thenSchema.optional(),
  ifMissing: z.enum(["fail", "invite"], { error: 'ifMissing is "fail" or "invite"' }).optional(),
  deletionPolicy: z
    .enum(["disable", "remove", "restore", "retain"], {
      error: 'deletionPolicy is "disable", "remove", "restore" or "retain"',
    })
    .optional(),
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
      const reason = '"invite" needs the email: an id belongs to somebody who is in the account already';
      checkFailures.push({ property: "ifMissing", reason });
    }
    if (ifMissing === "invite" && state === "disabled") {
      const reason = '"disabled" does not go with ifMissing: "invite": whoever accepts an invitation is enabled';
      checkFailures.push({ property: "state", reason });
    }
    return checkFailures;
  },
};

/** The predefined role to which a disabled user falls where the one found at create cannot be given back. */
export const FALLBACK_ROLE = "read-only";

/** What is found of someone who was invited: no access. */
export const NO_ACCESS: Binding = { roleId: FALLBACK_ROLE, state: "disabled" };

/** How a user's binding is not as declared. A state that is not declared is not compared. */
export function bindingDifferences(
  declared: { roleId?: string | undefined; state?: string | undefined },
  actual: { roleId?: string | undefined; state?: string | undefined },
): Difference[] {
  return differencesIn(["roleId", "state"], declared, actual);
}

/** Whether two spellings mean the same address. */
export function sameEmail(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && foldEmail(a) === foldEmail(b);
}

/** What takes access away without losing the user: disabled, with the role that was found, unless it cannot be given. */
export function disabledBinding(
  found: Binding | undefined,
  foundRoleExists: boolean,
  isAdminRole: (id: string) => boolean,
): Binding {
  const usable = found !== undefined && foundRoleExists && !isAdminRole(found.roleId);
  return { roleId: usable ? found.roleId : FALLBACK_ROLE, state: "disabled" };
}

/** What a restore makes of a user, and what it does not give back. */
export interface Restored {
  binding: Binding;
  /** Whether the state is not decided here: it goes back as it is when the write is sent. */
  keepsState: boolean;
  /** The role that was found and that nobody is raised to. */
  notRaisedTo?: string;
  /** Whether they were found enabled and are not now: whoever disabled them since had a reason. */
  staysOut: boolean;
}

/** What was found at create; but nobody is raised to an admin role, and nobody who was disabled since is let in. */
export function restoredBinding(found: Binding, live: Binding, isAdminRole: (id: string) => boolean): Restored {
  const keepsState = found.state === "enabled";
  const state = keepsState ? live.state : found.state;
  const staysOut = keepsState && live.state !== "enabled";
  if (!isAdminRole(found.roleId) || live.roleId === found.roleId) {
    return { binding: { roleId: found.roleId, state }, keepsState, staysOut };
  }
  return { binding: { roleId: live.roleId, state }, keepsState, staysOut, notRaisedTo: found.roleId };
}
