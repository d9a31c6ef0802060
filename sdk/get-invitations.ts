import type { Output } from "@pulumi/pulumi";
import type { Invitation } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";

/** An invitation as the API lists it: `{id, email, roleID, state, created, expiry, lastSent, …}`. */
export type GetInvitationResult = Invitation;

/**
 * Reads all invitations of the account; the API may also list expired ones. Fails rather than return an incomplete list.
 *
 * @example
 * ```typescript
 * export const invited = (await cloudone.getInvitations()).map(({ email, roleID }) => `${email}: ${roleID}`);
 * ```
 */
export function getInvitations(): Promise<GetInvitationResult[]> {
  return callFunction("cloudone:index:getInvitations", {});
}

/** {@link getInvitations} as an output. */
export function getInvitationsOutput(): Output<GetInvitationResult[]> {
  return callFunctionOutput("cloudone:index:getInvitations", {});
}
