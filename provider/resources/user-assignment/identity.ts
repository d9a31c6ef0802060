import { pendingInvitations } from "../../apply/users/invitations.js";
import { planLoneUser } from "../../apply/users/lone-user.js";
import type { User } from "../../client/index.js";
import { foldEmail, hasUnknown, UNKNOWN } from "../../plan/args/fields.js";
import { invitedEmail } from "../../plan/users/invitations.js";
import { sameEmail, type UserAssignmentInputs } from "../../plan/users/user-assignment.js";
import { ALONE, emailChanged, noSuchEmail } from "../../plan/users/user-failures.js";
import { describeUser } from "../../plan/users/users-messages.js";
import type { Session } from "../../session/session.js";
import type { UserAssignmentOutputs } from "./outputs.js";

/** What a change of the declaration means: which properties make it another user, or whether it only needs to be stored. */
interface Identity {
  replaces: string[];
  changed?: boolean;
}

/** The user that a declaration means. */
export function findUser(session: Session, { email, userId }: UserAssignmentInputs): Promise<User | undefined> {
  if (email !== undefined) return session.inventory.userByEmail(email);
  return session.inventory.users.get(userId ?? "");
}

/** Whether the declaration allows an invitation. */
export function mayInvite(declared: UserAssignmentInputs): declared is UserAssignmentInputs & { email: string } {
  return declared.ifMissing === "invite" && declared.email !== undefined;
}

/** The user of the stored assignment: by id once one is known, until then by the invited address. */
export function resolveUser(
  session: Session,
  id: string,
  { userId }: Partial<UserAssignmentOutputs>,
): Promise<User | undefined> {
  const email = invitedEmail(id);
  if (email === undefined || userId) return session.inventory.users.fetch(userId || id);
  return session.inventory.userByEmail(email);
}

/** The keys that mean this user and no one else: two users may share an address. */
export async function keysOf(session: Session, { id, email }: User): Promise<string[]> {
  const all = await session.inventory.usersByEmail(email);
  return all.some((one) => one.id !== id) ? [id] : [id, foldEmail(email)];
}

/** What a change of the declaration means for what is stored: a user, or an invitation. */
export async function identityOf(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
  const identify = stored.invitation === undefined ? userIdentity : invitedIdentity;
  return identify(session, stored, declared);
}

/** The check of a stored assignment knows only the declared key, and people change their email. */
export function claimStored(
  { declarations }: Session,
  { userId: id, invitation }: UserAssignmentOutputs,
  { userId, email }: UserAssignmentInputs,
): void {
  const key = userId ?? (email === undefined ? "" : foldEmail(email));
  if (invitation === undefined && declarations.holds("user", key)) declarations.claim("user", id);
}

async function userIdentity(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
  const followed = stored.declaredEmail === undefined || sameEmail(stored.declaredEmail, stored.email);
  if (declared.userId !== undefined) {
    return declared.userId === stored.userId ? { replaces: [], changed: !followed } : { replaces: ["userId"] };
  }
  const { email } = declared;
  if (email === undefined || hasUnknown(email)) return { replaces: ["email"] };
  if (sameEmail(email, stored.email)) return { replaces: [], changed: !followed };
  // A refresh compares without a check before it. It only shows what it found; the next preview judges that.
  if (!session.declarations.holds("user", foldEmail(email))) return { replaces: [], changed: true };
  if (sameEmail(email, stored.declaredEmail)) {
    throw new Error(emailChanged(email, { id: stored.userId, email: stored.email }, ALONE));
  }
  const user = await session.inventory.userByEmail(email);
  if (user === undefined && mayInvite(declared)) throw new Error(noInvitationInTheirPlace(email, stored));
  if (user === undefined) {
    const emails = (await session.inventory.users.all()).map((one) => one.email);
    throw new Error(`${noSuchEmail(email, emails)}. The stored user has ${stored.email} now`);
  }
  return user.id === stored.userId ? { replaces: [], changed: true } : { replaces: ["email"] };
}

/** What a change of the declaration means while the state holds an invitation. */
async function invitedIdentity(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
  const { declaredEmail = stored.email } = stored;
  if (declared.userId !== undefined) {
    const user = declared.userId === UNKNOWN ? undefined : await session.inventory.users.get(declared.userId);
    return sameEmail(user?.email, declaredEmail) ? { replaces: [], changed: true } : { replaces: ["userId"] };
  }
  if (!sameEmail(declared.email, declaredEmail)) return { replaces: ["email"] };
  const changed = declared.roleId !== stored.roleId && declared.roleId !== UNKNOWN;
  if (!changed && declared.roleId !== UNKNOWN && declared.state === stored.state) return { replaces: [] };
  // A refresh compares without a check before it. It only shows what it found.
  if (!session.declarations.holds("user", foldEmail(declaredEmail))) return { replaces: [], changed };
  if ((await session.inventory.userByEmail(declaredEmail)) !== undefined) return { replaces: [], changed };
  const { roleId, state, ifMissing, guard } = declared;
  const invitations = await pendingInvitations(session, declaredEmail);
  const set = { users: { [declaredEmail]: { roleId, ...(state !== undefined && { state }) } }, ifMissing, guard };
  const plan = await planLoneUser(session, { declared: set, stored: [], live: [], invitations }, { isForecast: true });
  const [failure] = plan.checkFailures;
  if (failure !== undefined && invitations.length > 0) throw new Error(failure.reason);
  if (plan.invitations.length > 0) {
    const { losses = [], warnings, infos } = describeUser("", plan);
    // A comparison has no URN for its messages, and pipeline reports show messages without one only if they are warnings.
    for (const text of [...losses, ...warnings, ...infos]) session.log.warn(text);
  }
  return { replaces: [], changed };
}

function noInvitationInTheirPlace(declared: string, { userId, email }: UserAssignmentOutputs): string {
  return (
    `this is the assignment of user ${userId}, ${email}, and a changed email does not invite someone in their place: ` +
    `declare ${declared} in a separate UserAssignment. Nothing was sent.`
  );
}
