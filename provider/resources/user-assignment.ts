import { bindingOf, changeUser } from "../apply/users.js";
import type { User } from "../client/index.js";
import type { CheckFailure } from "../plan/check-args.js";
import { deepEqual } from "../plan/deep-equal.js";
import { foldEmail, hasUnknown, UNKNOWN } from "../plan/fields.js";
import { endedAs, roleOf } from "../plan/until.js";
import {
  sameEmail,
  type UserAssignmentInputs,
  userAssignmentArgs,
  userAssignmentPolicies,
} from "../plan/user-assignment.js";
import { assignmentDifferences, declaredAt, endingRemarks } from "../plan/user-until.js";
import type { Session } from "../session/session.js";
import { bind, disable, requireThen, restore } from "./bind-user.js";
import {
  checkInvitation,
  ensureInvited,
  forgetInvited,
  invitationId,
  invitedEmail,
  invitedIdentity,
  readInvited,
  resolveUser,
} from "./invited-user.js";
import { refuseOtherObject } from "./refuse-other-object.js";
import type { CheckContext, Properties, Resource } from "./resource.js";
import {
  declaredByEmail,
  emailChanged,
  goneUser,
  label,
  nobodyInTheirPlace,
  noSuchEmail,
  noSuchUser,
  sayBinding,
  staysDisabled,
  warnOfLookAlikes,
  warnOfUnknownRole,
} from "./user-assignment-messages.js";
import { declarationOf, guardOf, outputs, type UserAssignmentOutputs } from "./user-assignment-outputs.js";

/** A user's role, and state where declared. The user id is the identity. */
export const userAssignment: Resource<UserAssignmentInputs, UserAssignmentOutputs> = {
  object: "user",
  args: userAssignmentArgs,
  policies: userAssignmentPolicies,
  optional: ["state", "until", "then"],
  label: ({ email, userId, id }) => `assignment of user ${email ?? userId ?? id}`,
  // The id is the identity; an address may be somebody else's by now.
  keys: ({ email, userId }) => {
    if (typeof userId === "string" && userId !== "") return userId === UNKNOWN ? [] : [userId];
    return typeof email === "string" && email !== UNKNOWN ? [foldEmail(email)] : [];
  },
  differences: assignmentDifferences,

  warnings: (stored, declared, now) => [
    ...(declared.state === undefined && stored.undeclaredState !== undefined && endedAs(declared, now) !== "disable"
      ? [staysDisabled(`user ${stored.email}`)]
      : []),
    ...endingRemarks(`user ${stored.email}`, declared, stored, now),
  ],

  identifiedBy: ["email", "userId"],
  async identity(session, stored, declared) {
    if (stored.invitation !== undefined) return invitedIdentity(session, stored, declared);
    const identity = await identityOf(session, stored, declared);
    // The check of what is stored knows the declared key alone, and people change their email.
    const isDeclared = this.keys({ ...declared }).some((key) => session.declarations.holds("user", key));
    if (isDeclared && identity.replaces.length === 0) session.declarations.claimOnCreate("user", stored.userId);
    return identity;
  },

  async check(inputs, context) {
    const declared = inputs as UserAssignmentInputs;
    const now = context.session.judgedAt();
    const hasEnded = endedAs(declared, now) !== undefined;
    // What an end has made of them the stored inputs do not tell, and the comparison does.
    const isTold = hasEnded || context.stored === undefined || endedAs(context.stored, now) === undefined;
    if (!deepEqual(declared.then, context.stored?.then)) await warnOfUnknownThen(declared, context);
    if (context.stored !== undefined && isSameDeclaration(context.stored, declared) && isTold) {
      if (!hasEnded) await sayBinding(label(declared), declared, context.stored, context);
      return { checkFailures: [] };
    }
    if ([declared.email, declared.userId].includes(UNKNOWN)) return { checkFailures: [] };
    const checkFailures: CheckFailure[] = [];
    const user = await findUser(context.session, declared);
    if (declared.email !== undefined) await warnOfLookAlikes(declared.email, declared.guard, context);
    if (user === undefined && mayInvite(declared)) checkFailures.push(...(await checkInvitation(declared, context)));
    else if (user === undefined) checkFailures.push(...(hasUnknown(declared.ifMissing) ? [] : [noSuchUser(declared)]));
    else {
      const binding = bindingOf(user);
      // By now the server's clock may have been heard.
      const now = context.session.judgedAt();
      const at = declaredAt(declared, { ...binding, found: binding }, now);
      if (context.stored === undefined) {
        for (const text of endingRemarks(label(declared, user), declared, binding, now)) context.warn(text);
      }
      await sayBinding(label(declared, user), at, { ...binding }, context);
      if (at.state === undefined && user.state !== "enabled") context.warn(staysDisabled(label(declared, user)));
    }
    if (declared.roleId !== UNKNOWN) await warnOfUnknownRole(declared.roleId, context);
    return { checkFailures, aliases: user === undefined ? [] : await keysOf(context.session, user) };
  },

  async create(session, inputs) {
    await session.enterToWrite(undefined, label(inputs));
    const known = await findUser(session, inputs);
    if (known === undefined && mayInvite(inputs)) {
      return { id: invitationId(inputs.email), outputs: await ensureInvited(session, inputs) };
    }
    if (known === undefined) {
      const { property, reason } = noSuchUser(inputs);
      throw new Error(`${property}: ${reason}`);
    }
    session.declarations.claimOnCreate("user", known.id);
    const found = bindingOf(known);
    await requireThen(session, inputs);
    const live = await bind(session, known, inputs, found);
    if (inputs.deletionPolicy === "restore" && live === known) {
      session.log.warn(
        `${label(inputs, known)} was found as declared, so that is what deletionPolicy "restore" gives back. ` +
          "After a rename without `aliases`, a crash or a move, an earlier baseline is lost.",
      );
    }
    return { id: live.id, outputs: outputs(live, inputs, found) };
  },

  async read(session, id, stored) {
    const address = invitedEmail(id);
    const live = address === undefined ? await session.inventory.users.get(id) : await resolveUser(session, id, stored);
    if (live === undefined) {
      const pending = address === undefined || stored.userId ? undefined : await readInvited(session, address, stored);
      return pending && { outputs: pending, inputs: declarationOf(pending) };
    }
    const isNew = stored.cloudOneUrn === undefined;
    const outs = isNew
      ? { ...outputs(live, {}, undefined), state: live.state }
      : outputs(live, { ...stored, email: stored.declaredEmail }, stored.found, stored);
    return { ...(address !== undefined && { id: live.id }), outputs: outs, inputs: declarationOf(outs) };
  },

  async update(session, id, stored, inputs) {
    const live = await resolveUser(session, id, stored);
    refuseOtherObject(inputs.userId, live?.id);
    if (live === undefined && stored.invitation !== undefined) {
      refuseOtherObject(inputs.email, stored.declaredEmail ?? stored.email, sameEmail);
      if (mayInvite(inputs)) return ensureInvited(session, inputs);
      throw new Error(noSuchUser(inputs).reason);
    }
    if (live === undefined) {
      throw new Error(goneUser(stored));
    }
    if (inputs.email !== undefined && !sameEmail(inputs.email, live.email)) {
      throw new Error(emailChanged(inputs.email, { userId: live.id, email: live.email }));
    }
    const guard = guardOf(session, live, inputs.guard, stored);
    if (!deepEqual(inputs.then, stored.then)) await requireThen(session, inputs);
    return outputs(await bind(session, live, { ...inputs, guard }, stored.found), inputs, stored.found, stored);
  },

  async delete(session, id, stored) {
    const live = await resolveUser(session, id, stored);
    if (live === undefined) {
      return stored.invitation === undefined ? undefined : forgetInvited(session, stored.declaredEmail ?? stored.email);
    }
    // The stored keys are not all: somebody who was invited has an id by now.
    // One that is still to be checked, in the program of a replacement that deletes first, is known by its address alone.
    const isKnownBy = sameEmail(stored.email, live.email) && !stored.knownAs?.length;
    const isAwaited = isKnownBy && session.declarations.isAwaited("user", foldEmail(live.email));
    if (isAwaited || session.declarations.holds("user", live.id)) {
      session.log.info(`${label({}, live)} is left as it is: another resource of this program declares it.`);
      return;
    }
    if (stored.declaredEmail !== undefined && !sameEmail(stored.declaredEmail, live.email)) {
      throw new Error(emailChanged(stored.declaredEmail, { userId: live.id, email: live.email }));
    }
    // An address alone is no proof of who is meant: whoever has it may have taken it.
    if (session.declarations.holds("user", foldEmail(live.email))) throw new Error(declaredByEmail(live));
    const policy = stored.deletionPolicy ?? userAssignmentPolicies.deletionPolicy;
    const guard = guardOf(session, live, stored.guard, stored);
    if (policy === "remove") await changeUser(session, live, undefined, guard);
    else if (policy === "restore") await restore(session, live, { ...stored, guard });
    else await disable(session, live, { ...stored, guard });
  },
};

/** What names the user alone: two users may have one address. */
async function keysOf(session: Session, { id, email }: User): Promise<string[]> {
  const others = (await session.inventory.users.all()).filter((one) => one.id !== id && sameEmail(one.email, email));
  return others.length > 0 ? [id] : [id, foldEmail(email)];
}

/** What a change of the declaration means for the user who is stored. */
async function identityOf(
  session: Session,
  stored: UserAssignmentOutputs,
  declared: UserAssignmentInputs,
): Promise<{ replaces: string[]; noted?: boolean }> {
  const followed = stored.declaredEmail === undefined || sameEmail(stored.declaredEmail, stored.email);
  if (declared.userId !== undefined) {
    return declared.userId === stored.userId ? { replaces: [], noted: !followed } : { replaces: ["userId"] };
  }
  if (declared.email === undefined || hasUnknown(declared.email)) return { replaces: ["email"] };
  if (sameEmail(declared.email, stored.email)) return { replaces: [], noted: !followed };
  // A refresh compares without any check before it: it only shows what it found, the next preview judges it.
  if (!session.declarations.holds("user", foldEmail(declared.email))) return { replaces: [], noted: true };
  if (sameEmail(declared.email, stored.declaredEmail)) throw new Error(emailChanged(declared.email, stored));
  const user = await session.inventory.userByEmail(declared.email);
  if (user === undefined && mayInvite(declared)) throw new Error(nobodyInTheirPlace(declared.email, stored));
  if (user === undefined) throw new Error(`${noSuchEmail(declared.email)} The stored user has ${stored.email} now`);
  return user.id === stored.userId ? { replaces: [], noted: true } : { replaces: ["email"] };
}

async function warnOfUnknownThen({ then = "disable" }: UserAssignmentInputs, context: CheckContext): Promise<void> {
  const roleId = roleOf(then);
  if (roleId !== undefined && roleId !== UNKNOWN) await warnOfUnknownRole(roleId, context);
}

function mayInvite(declared: UserAssignmentInputs): declared is UserAssignmentInputs & { email: string } {
  return declared.ifMissing === "invite" && declared.email !== undefined;
}

function findUser(session: Session, { email, userId }: UserAssignmentInputs): Promise<User | undefined> {
  if (email !== undefined) return session.inventory.userByEmail(email);
  return session.inventory.users.get(userId ?? "");
}

function isSameDeclaration(stored: Properties, declared: UserAssignmentInputs): boolean {
  const { email, userId } = stored as UserAssignmentInputs;
  return userId === declared.userId && (email === declared.email || sameEmail(email, declared.email));
}
