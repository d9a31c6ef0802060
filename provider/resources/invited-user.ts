import { invite, pendingInvitations } from "../apply/invitations.js";
import { adminRolesAmong } from "../apply/role-contents.js";
import type { Invitation, User } from "../client/index.js";
import type { CheckFailure } from "../plan/check-args.js";
import { foldEmail, UNKNOWN } from "../plan/fields.js";
import { otherInvitation, stillInvited, until } from "../plan/invitations.js";
import { type Ending, endedAs } from "../plan/until.js";
import { bindingDifferences, sameEmail, type UserAssignmentInputs } from "../plan/user-assignment.js";
import { endedUninvited } from "../plan/user-members.js";
import { asLeft } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import type { CheckContext } from "./resource.js";
import { endingOf, type UserAssignmentOutputs } from "./user-assignment-outputs.js";

const PREFIX = "invitation/";

/** The id of an assignment whose user has not accepted yet; a refresh that sees the user gives it theirs. */
export const invitationId = (email: string) => `${PREFIX}${foldEmail(email)}`;

/** The address of such an id; undefined for a user's. */
export function invitedEmail(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}

/** Says that an invitation would be sent, or is pending; or why it cannot be. */
export async function checkInvitation(
  { email, roleId, guard, ...declared }: UserAssignmentInputs & { email: string },
  { session, info, warn }: CheckContext,
): Promise<CheckFailure[]> {
  const [pending, ...others] = await pendingInvitations(session, email);
  if (pending === undefined && endedAs(declared, session.judgedAt()) !== undefined) {
    return [{ property: "until", reason: endedUninvited(email, declared) }];
  }
  if (pending === undefined) {
    await sayInvitation(session, { email, roleId, guard }, { info, warn });
    return [];
  }
  const conflict = roleId === UNKNOWN ? undefined : otherInvitation([pending, ...others], roleId);
  if (conflict !== undefined) return [{ property: "roleId", reason: conflict }];
  info(
    `${email} has an invitation with the role ${pending.roleID} that is pending${until(pending)}: none would be sent.`,
  );
  return [];
}

async function sayInvitation(
  session: Session,
  { email, roleId, guard }: Pick<UserAssignmentInputs, "roleId" | "guard"> & { email: string },
  { info, warn }: Pick<CheckContext, "info" | "warn">,
): Promise<void> {
  const role = roleId === UNKNOWN ? "a role that is not known yet" : `the role ${roleId}`;
  const text = `${email} is no user of the account: an invitation with ${role} would be sent`;
  const admins = await adminRolesAmong(session, guard, roleId === UNKNOWN ? [] : [roleId], { isForecast: true });
  if (admins.maybe(roleId)) warn(`${text}. This is an admin role.`);
  else info(`${text}.`);
}

/** Invites the declared address, unless it is invited so already. */
export async function ensureInvited(session: Session, declared: InvitedDeclaration): Promise<UserAssignmentOutputs> {
  const hasEnded = endedAs(declared, session.judgedAt()) !== undefined;
  if (hasEnded && (await pendingInvitations(session, declared.email)).length === 0) {
    throw new Error(`until: ${endedUninvited(declared.email, declared)}. Nothing was sent.`);
  }
  const sent = await asLeft(invite(session, declared.email, declared.roleId), ({ roleID }) =>
    bindingDifferences(declared, { ...declared, roleId: roleID }),
  );
  return invitedOutputs(session, sent, declared);
}

/** The assignment as the pending invitation has it; undefined where there is none: then it is absent. */
export async function readInvited(
  session: Session,
  email: string,
  stored: Partial<UserAssignmentOutputs>,
): Promise<UserAssignmentOutputs | undefined> {
  const [pending] = await pendingInvitations(session, email);
  return pending === undefined ? undefined : invitedOutputs(session, pending, { email, ...stored });
}

/** What a change of the declaration means as long as the state holds an invitation. */
export async function invitedIdentity(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<{ replaces: string[]; noted?: boolean }> {
  const { declaredEmail = stored.email } = stored;
  if (declared.userId !== undefined) {
    const user = declared.userId === UNKNOWN ? undefined : await session.inventory.users.get(declared.userId);
    return sameEmail(user?.email, declaredEmail) ? { replaces: [], noted: true } : { replaces: ["userId"] };
  }
  if (!sameEmail(declared.email, declaredEmail)) return { replaces: ["email"] };
  const noted = declared.roleId !== stored.roleId && declared.roleId !== UNKNOWN;
  if (!noted && declared.roleId !== UNKNOWN && declared.state === stored.state) return { replaces: [] };
  // A refresh compares without a check before it; it only shows what it found.
  if (!session.declarations.holds("user", foldEmail(declaredEmail))) return { replaces: [], noted };
  if ((await session.inventory.userByEmail(declaredEmail)) !== undefined) return { replaces: [], noted };
  const pending = await pendingInvitations(session, declaredEmail);
  const conflict = noted ? otherInvitation(pending, declared.roleId) : undefined;
  if (conflict !== undefined) throw new Error(conflict);
  if (pending.length === 0 && declared.ifMissing === "invite") {
    // A comparison has no resource to say it of, and lines of none are no part of a pipeline's report but for warnings.
    const warn = (text: string) => session.log.warn(text);
    await sayInvitation(session, { ...declared, email: declaredEmail }, { info: warn, warn });
  }
  return { replaces: [], noted };
}

/** Nobody accepted: there is nothing to take access from, unless somebody still may. */
export async function forgetInvited(session: Session, email: string): Promise<void> {
  const [pending] = await pendingInvitations(session, email);
  if (pending === undefined) return;
  throw new Error(stillInvited(email, pending, 'deletionPolicy "retain"'));
}

/** The user that the stored assignment is about: by id as soon as one is known, until then by the invited address. */
export function resolveUser(
  session: Session,
  id: string,
  { userId }: Partial<UserAssignmentOutputs>,
): Promise<User | undefined> {
  const email = invitedEmail(id);
  if (email === undefined || userId) return session.inventory.users.fetch(userId || id);
  return session.inventory.userByEmail(email);
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
  const { accountId, region } = await session.proof.caller();
  return {
    userId: "",
    email: declaredEmail,
    displayName: "",
    cloudOneUrn: urn ?? `urn:cloudone:identity:${region}:${accountId}:invitation/${id}`,
    roleId: roleID,
    // Whoever accepts is enabled.
    ...(state !== undefined && { state }),
    ...endingOf(ending),
    declaredEmail,
    invitation: id,
  };
}
