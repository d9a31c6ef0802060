import type { Output } from "@pulumi/pulumi";
import type { Invitation } from "../provider/client/index.js";
import { lookUp, lookUpOutput } from "./look-up.js";

/** An invitation as the API lists it: `{id, email, roleID, state, created, expiry, lastSent, …}`. */
export type GetInvitationResult = Invitation;

/**
 * Reads all invitations of the account; the API may list those past their `expiry` too. It fails rather than leave one out.
 *
 * @example
 * ```typescript
 * export const invited = (await cloudone.getInvitations()).map(({ email, roleID }) => `${email}: ${roleID}`);
 * ```
 */
export function getInvitations(): Promise<GetInvitationResult[]> {
  return lookUp("cloudone:index:getInvitations", {});
}

/** {@link getInvitations} as an output. */
export function getInvitationsOutput(): Output<GetInvitationResult[]> {
  return lookUpOutput("cloudone:index:getInvitations", {});
}
