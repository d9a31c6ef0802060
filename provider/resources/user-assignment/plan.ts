import { invitationsToName, pendingInvitations } from "../../apply/users/invitations.js";
import { planLoneUser } from "../../apply/users/lone-user.js";
import type { Invitation, User } from "../../client/index.js";
import type { Binding } from "../../plan/access/bindings.js";
import type { CheckFailure } from "../../plan/args/check-args.js";
import { foldEmail, hasUnknown } from "../../plan/args/fields.js";
import type { Guard } from "../../plan/guard/guard.js";
import { printable } from "../../plan/text/printable.js";
import { stillInvited } from "../../plan/users/invitations.js";
import { NO_ACCESS, sameEmail, type UserAssignmentInputs } from "../../plan/users/user-assignment.js";
import type { UserAssignmentSetInputs } from "../../plan/users/user-assignment-set.js";
import { ALONE, emailChanged, goneUser, noSuchEmail, noSuchId } from "../../plan/users/user-failures.js";
import { bindingOf, liveUser } from "../../plan/users/user-members.js";
import type { UsersPlan } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import type { Plan } from "../resource.js";
import { refuseOtherObject } from "../single.js";
import { mayInvite, resolveUser } from "./identity.js";
import { endingOf, guardOf, type UserAssignmentOutputs } from "./outputs.js";

export interface UserAssignmentPlan extends Plan {
  /** The plan for a set of one; undefined if there is nothing to ask or do. */
  users?: UsersPlan;
  user?: User | undefined;
  guard?: Guard | undefined;
  /** Whether another resource has the user, so that this one leaves them alone. */
  isLeft?: boolean;
}

/** Plans what is declared for a user, or for an address that no user has. */
export async function planDeclared(
  session: Session,
  declared: UserAssignmentInputs,
  user: User | undefined,
  found: Binding | undefined,
  { isForecast = false } = {},
): Promise<UsersPlan> {
  const { ifMissing, guard } = declared;
  const email = user?.email ?? declared.email ?? "";
  const invitations = user === undefined ? await invitationsOf(session, declared) : [];
  // For a new user, what is found now is the baseline.
  const baseline = user && (found ?? (isForecast ? bindingOf(user) : undefined));
  const plan = await planLoneUser(
    session,
    {
      declared: { users: { [email]: entryOf(declared) }, ifMissing, guard },
      stored: user === undefined ? [] : [{ email, userId: user.id, found: baseline }],
      live: user === undefined ? [] : [liveUser(user)],
      invitations,
      emails: user === undefined ? (await session.inventory.users.all()).map((one) => one.email) : undefined,
    },
    { isForecast },
  );
  if (user !== undefined) return plan;
  // It is not known yet whether to invite them.
  if (hasUnknown(ifMissing)) return { ...plan, checkFailures: [] };
  return declared.email === undefined
    ? { ...plan, checkFailures: [{ property: "userId", reason: noSuchId(declared.userId ?? "") }] }
    : plan;
}

/** Plans a user who is new to the state. */
export async function planNew(
  session: Session,
  declared: UserAssignmentInputs,
  listed: User | undefined,
): Promise<UserAssignmentPlan> {
  return planOnRead(session, declared, listed, async (user) => {
    const users = await planDeclared(session, declared, user, user && bindingOf(user));
    return { checkFailures: users.checkFailures, users, user, guard: declared.guard };
  });
}

/** Plans a change of the stored user, based on what they have now. */
export async function planChange(
  session: Session,
  declared: UserAssignmentInputs,
  known: User | undefined,
  stored: UserAssignmentOutputs,
): Promise<UserAssignmentPlan> {
  const plan = async (user: User | undefined) => {
    const guard = user === undefined ? declared.guard : guardOf(session, user, declared.guard, stored);
    const users = await planDeclared(session, { ...declared, guard }, user, stored.found);
    return { checkFailures: users.checkFailures, users, user, guard };
  };
  // Without an id in the state, an invited address has led to the user.
  return stored.userId === "" ? planOnRead(session, declared, known, plan) : plan(known);
}

/** Plans again by a read of just before if something is to be written: lists lag, and an address may be another's by now. */
async function planOnRead(
  session: Session,
  { email }: UserAssignmentInputs,
  listed: User | undefined,
  plan: (user: User | undefined) => Promise<UserAssignmentPlan>,
): Promise<UserAssignmentPlan> {
  const planned = await plan(listed);
  if (listed === undefined || planned.users?.actions.length === 0) return planned;
  const user = await session.inventory.users.fetch(listed.id);
  if (user === undefined) throw new Error(goneUser(listed.email, listed.id, ALONE));
  if (email !== undefined && !sameEmail(email, user.email)) throw new Error(emailChanged(email, user, ALONE));
  return plan(user);
}

/** Even if no one is to be invited, an invitation explains why there is no user. */
async function invitationsOf(session: Session, declared: UserAssignmentInputs): Promise<Invitation[]> {
  if (mayInvite(declared)) return pendingInvitations(session, declared.email);
  return declared.email === undefined ? [] : invitationsToName(session, [declared.email]);
}

/** Plans what becomes of a user who is no longer declared. */
export async function planDropped(
  session: Session,
  stored: UserAssignmentOutputs,
  id: string,
): Promise<UserAssignmentPlan> {
  const known = await resolveUser(session, id, stored);
  // An invited address has led to the user by the list, and may be another's by now.
  const isListed = known !== undefined && stored.userId === "";
  const user = isListed ? await session.inventory.users.fetch(known.id) : known;
  if (user === undefined && stored.invitation === undefined) return { checkFailures: [] };
  if (user !== undefined && isDeclaredElsewhere(session, user, stored)) {
    session.log.info(`${label({}, user)} is left as it is: another resource of this program declares it.`);
    return { checkFailures: [], isLeft: true };
  }
  const email = stored.declaredEmail ?? user?.email ?? stored.email;
  const guard = user === undefined ? stored.guard : guardOf(session, user, stored.guard, stored);
  const removed = stored.deletionPolicy as UserAssignmentSetInputs["removed"];
  // Someone who was invited had nothing before: a restore takes their access away.
  const found = stored.found ?? (removed === "restore" ? NO_ACCESS : undefined);
  const invitations = user === undefined ? await pendingInvitations(session, email) : [];
  const users = await planLoneUser(session, {
    declared: { users: {}, removed, guard },
    stored: [{ email, userId: user?.id ?? "", found }],
    live: user === undefined ? [] : [liveUser(user)],
    invitations,
  });
  const checkFailures: CheckFailure[] = [...users.checkFailures];
  for (const invitation of users.leaving.values()) {
    checkFailures.push({ property: "email", reason: stillInvited(email, invitation, 'deletionPolicy "retain"') });
  }
  // An address alone does not prove who is meant: someone else may have taken it over.
  if (user !== undefined && session.declarations.holds("user", foldEmail(user.email))) {
    checkFailures.push({ property: "email", reason: declaredByEmail(user) });
  }
  return { checkFailures: checkFailures.slice(0, 1), users, user, guard };
}

/** Refuses an update that is not about the stored user, whose address may have changed. */
export function refuseOther(
  declared: UserAssignmentInputs,
  stored: UserAssignmentOutputs,
  user: User | undefined,
): void {
  refuseOtherObject(declared.userId, user?.id);
  if (user === undefined && stored.invitation === undefined) {
    throw new Error(goneUser(stored.email, stored.userId, ALONE));
  }
  if (user === undefined) {
    refuseOtherObject(declared.email, stored.declaredEmail ?? stored.email, sameEmail);
    // They were invited, but no invitation is open any more and none is to be sent.
    if (!mayInvite(declared)) throw new Error(noSuchEmail(declared.email ?? stored.email));
  } else if (declared.email !== undefined && !sameEmail(declared.email, user.email)) {
    throw new Error(emailChanged(declared.email, user, ALONE));
  }
}

/** Whether another resource of this run has the user: by id, or by an address that was never anyone else's. */
function isDeclaredElsewhere(
  { declarations }: Session,
  { id, email }: User,
  stored: Pick<UserAssignmentOutputs, "email" | "knownAs">,
): boolean {
  // The stored keys may be incomplete: an invited user has an id once they accept. A resource that is still to be checked, when
  // a replacement deletes first, is known only by its address.
  const isKnownBy = sameEmail(stored.email, email) && !stored.knownAs?.length;
  return (isKnownBy && declarations.isAwaited("user", foldEmail(email))) || declarations.holds("user", id);
}

export function entryOf({ roleId, state, until, then }: UserAssignmentInputs) {
  return { roleId, ...(state !== undefined && { state }), ...endingOf({ until, then }) };
}

export function label({ email, userId }: { email?: unknown; userId?: unknown }, live?: User): string {
  return live === undefined ? `user ${email ?? userId}` : `user ${live.email} (${printable(live.name)})`;
}

function declaredByEmail({ id, email }: User): string {
  return (
    `user ${id} has the email ${email}, which another resource of this program declares but has not been refreshed since. ` +
    "Run `pulumi refresh`, look at what `pulumi preview` says, and run again. Nothing was written."
  );
}
