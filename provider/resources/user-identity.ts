import { pendingInvitations } from "../apply/invitations.js";
import { planUser } from "../apply/plan-user.js";
import type { User } from "../client/index.js";
import { foldEmail, hasUnknown, UNKNOWN } from "../plan/fields.js";
import { invitedEmail } from "../plan/invitations.js";
import { sameEmail, type UserAssignmentInputs } from "../plan/user-assignment.js";
import { ALONE, emailChanged, noSuchEmail } from "../plan/user-failures.js";
import { describeUser } from "../plan/users-messages.js";
import type { Session } from "../session/session.js";
import type { UserAssignmentOutputs } from "./user-assignment-outputs.js";

/** What a change of the declaration means: the properties that make it another user, or that need to be noted alone. */
interface Identity {
  replaces: string[];
  noted?: boolean;
}

/** The user whom a declaration means. */
export function findUser(session: Session, { email, userId }: UserAssignmentInputs): Promise<User | undefined> {
  if (email !== undefined) return session.inventory.userByEmail(email);
  return session.inventory.users.get(userId ?? "");
}

/** Whether an address that no user has may be invited. */
export function mayInvite(declared: UserAssignmentInputs): declared is UserAssignmentInputs & { email: string } {
  return declared.ifMissing === "invite" && declared.email !== undefined;
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

/** What names the user alone: two users may have one address. */
export async function keysOf(session: Session, { id, email }: User): Promise<string[]> {
  const others = (await session.inventory.users.all()).filter((one) => one.id !== id && sameEmail(one.email, email));
  return others.length > 0 ? [id] : [id, foldEmail(email)];
}

/** What a change of the declaration means for what is stored: a user, or an invitation. */
export async function identityOf(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
  if (stored.invitation !== undefined) return invitedIdentity(session, stored, declared);
  const identity = await userIdentity(session, stored, declared);
  // The check of what is stored knows the declared key alone, and people change their email.
  const { userId, email } = declared;
  const key = userId ?? (email === undefined ? "" : foldEmail(email));
  const isDeclared = session.declarations.holds("user", key);
  if (isDeclared && identity.replaces.length === 0) session.declarations.claimOnCreate("user", stored.userId);
  return identity;
}

async function userIdentity(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
  const followed = stored.declaredEmail === undefined || sameEmail(stored.declaredEmail, stored.email);
  if (declared.userId !== undefined) {
    return declared.userId === stored.userId ? { replaces: [], noted: !followed } : { replaces: ["userId"] };
  }
  const { email } = declared;
  if (email === undefined || hasUnknown(email)) return { replaces: ["email"] };
  if (sameEmail(email, stored.email)) return { replaces: [], noted: !followed };
  // A refresh compares without any check before it: it only shows what it found, the next preview judges it.
  if (!session.declarations.holds("user", foldEmail(email))) return { replaces: [], noted: true };
  if (sameEmail(email, stored.declaredEmail)) {
    throw new Error(emailChanged(email, { id: stored.userId, email: stored.email }, ALONE));
  }
  const user = await session.inventory.userByEmail(email);
  if (user === undefined && mayInvite(declared)) throw new Error(nobodyInTheirPlace(email, stored));
  if (user === undefined) {
    const emails = (await session.inventory.users.all()).map((one) => one.email);
    throw new Error(`${noSuchEmail(email, emails)}. The stored user has ${stored.email} now`);
  }
  return user.id === stored.userId ? { replaces: [], noted: true } : { replaces: ["email"] };
}

/** What a change of the declaration means as long as the state holds an invitation. */
async function invitedIdentity(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<Identity> {
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
  const { roleId, state, ifMissing, guard } = declared;
  const invitations = await pendingInvitations(session, declaredEmail);
  const entry = { roleId, ...(state !== undefined && { state }) };
  const person = { email: declaredEmail, live: undefined, entry, ifMissing, guard, invitations };
  const plan = await planUser(session, person, { isForecast: true });
  const [failure] = plan.checkFailures;
  if (failure !== undefined && invitations.length > 0) throw new Error(failure.reason);
  if (plan.invitations.length > 0) {
    const { losses = [], warnings, infos } = describeUser("", plan);
    // A comparison has no resource to say it of, and lines of none are no part of a pipeline's report but for warnings.
    for (const text of [...losses, ...warnings, ...infos]) session.log.warn(text);
  }
  return { replaces: [], noted };
}

function nobodyInTheirPlace(declared: string, { userId, email }: UserAssignmentOutputs): string {
  return (
    `the assignment is of user ${userId}, ${email}, and nobody is invited in their place: ` +
    `declare ${declared} in a UserAssignment of their own. Nothing was sent.`
  );
}
