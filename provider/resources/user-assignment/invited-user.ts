import { invite, pendingInvitations } from "../../apply/users/invitations.js";
import type { Invitation } from "../../client/index.js";
import { identityUrn } from "../../plan/urn.js";
import type { Ending } from "../../plan/users/until.js";
import { bindingDifferences } from "../../plan/users/user-assignment.js";
import { asLeft } from "../../session/not-kept-error.js";
import type { Session } from "../../session/session.js";
import { endingOf, type UserAssignmentOutputs } from "./outputs.js";

/** Invites the declared address, unless it is invited so already. */
export async function ensureInvited(session: Session, declared: InvitedDeclaration): Promise<UserAssignmentOutputs> {
  const sent = await asLeft(invite(session, declared.email, declared.roleId), ({ roleID }) =>
    bindingDifferences(declared, { ...declared, roleId: roleID }),
  );
  return invitedOutputs(session, sent, declared);
}

/** The assignment as the pending invitation describes it; undefined if there is none, which means absent. */
export async function readInvited(
  session: Session,
  email: string,
  stored: Partial<UserAssignmentOutputs>,
): Promise<UserAssignmentOutputs | undefined> {
  const [pending] = await pendingInvitations(session, email);
  return pending === undefined ? undefined : invitedOutputs(session, pending, { email, ...stored });
}

interface InvitedDeclaration extends Ending {
  email: string;
  roleId: string;
  state?: string | undefined;
}

async function invitedOutputs(
  session: Session,
  { id, roleID, urn }: Invitation,
  {
    email,
    declaredEmail = email,
    state,
    ...ending
  }: Ending & { email: string; declaredEmail?: string; state?: string | undefined },
): Promise<UserAssignmentOutputs> {
  const owner = await session.proof.owner();
  return {
    userId: "",
    email: declaredEmail,
    displayName: "",
    cloudOneUrn: urn ?? identityUrn(owner, `invitation/${id}`),
    roleId: roleID,
    // People are enabled when they accept.
    ...(state !== undefined && { state }),
    ...endingOf(ending),
    declaredEmail,
    invitation: id,
  };
}
