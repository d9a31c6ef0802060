import { deepEqual } from "../plan/args/deep-equal.js";
import { foldEmail, hasUnknown, UNKNOWN } from "../plan/args/fields.js";
import { declaredUser } from "../plan/stored/declared-users.js";
import { exportUsers } from "../plan/stored/exported.js";
import { assignmentDifferences, endingRemarks } from "../plan/users/assignment-differences.js";
import { invitationId, invitedEmail } from "../plan/users/invitations.js";
import { endedAs } from "../plan/users/until.js";
import {
  sameEmail,
  type UserAssignmentInputs,
  userAssignmentArgs,
  userAssignmentPolicies,
} from "../plan/users/user-assignment.js";
import { bindingOf } from "../plan/users/user-members.js";
import { describeFoundAsDeclared, describeUser, staysDisabled } from "../plan/users/users-messages.js";
import type { Session } from "../session/session.js";
import type { Properties, Resource } from "./resource.js";
import { accountOfUrn, drops, known, NOTHING, notAsDeclared, owned } from "./single.js";
import { bind, drop, requireThen } from "./user-assignment/apply.js";
import { claimStored, findUser, identityOf, keysOf, resolveUser } from "./user-assignment/identity.js";
import { ensureInvited, readInvited } from "./user-assignment/invited-user.js";
import { declarationOf, outputs, type UserAssignmentOutputs } from "./user-assignment/outputs.js";
import {
  label,
  planChange,
  planDeclared,
  planDropped,
  planNew,
  refuseOther,
  type UserAssignmentPlan,
} from "./user-assignment/plan.js";
import {
  describeLookAlikes,
  describeStored,
  describeUnknownRole,
  describeUnknownThen,
  judgedAtPreview,
  planStored,
} from "./user-assignment/preview.js";

const OPTIONAL = ["state", "until", "then"];

/** A user's role, and state if declared. The user id is the identity. */
export const userAssignment: Resource<UserAssignmentInputs, UserAssignmentOutputs, UserAssignmentPlan> = {
  object: "user",
  declaredObjects: declaredUser,
  exported: exportUsers,
  args: userAssignmentArgs,
  policies: userAssignmentPolicies,
  shown: {},
  label: assignmentOf,
  accountOf: (_, properties) => accountOfUrn(properties),
  // The id is the identity; an address may belong to someone else by now.
  keys: ({ email, userId }) => {
    return typeof userId === "string" && userId !== "" ? known(userId) : known(email).map(foldEmail);
  },
  undecided: (declared) =>
    ["email", "userId"]
      .filter((key) => hasUnknown(declared[key]))
      .map((property) => ({ property, reason: "it says which user this is" })),

  async preview(session, declared, stored) {
    const now = session.judgedAt();
    const unknownThen = deepEqual(declared.then, stored?.then) ? [] : await describeUnknownThen(session, declared);
    // The stored inputs do not show what an end has changed; the comparison does.
    const isShown = endedAs(declared, now) !== undefined || stored === undefined || endedAs(stored, now) === undefined;
    if (stored !== undefined && isSameDeclaration(stored, declared) && isShown) {
      const { warnings, ...lines } = await describeStored(session, declared, stored);
      return { plan: { checkFailures: [] }, lines: { ...lines, warnings: [...unknownThen, ...warnings] } };
    }
    if ([declared.email, declared.userId].includes(UNKNOWN)) return NOTHING;
    const user = await findUser(session, declared);
    const unknownRole = await describeUnknownRole(session, declared);
    const plan = await planDeclared(session, declared, user, undefined, { isForecast: true });
    const who = label(declared, user);
    const guard = session.guard(declared.guard);
    const { warnings, ...lines } = describeUser(who, plan);
    const isFirst = user !== undefined && stored === undefined;
    // By now the server's clock may have been heard.
    const remarks = isFirst ? endingRemarks(who, declared, bindingOf(user), session.judgedAt()) : [];
    const looksLike = await describeLookAlikes(session, declared);
    const keys = user === undefined ? [] : await keysOf(session, user);
    return {
      plan: { checkFailures: plan.checkFailures, ...(await judgedAtPreview(session, plan, guard)) },
      lines: { ...lines, warnings: [...unknownThen, ...looksLike, ...remarks, ...warnings, ...unknownRole] },
      ...(isFirst && plan.actions.length === 0 && { takenOver: who }),
      keysById: new Map(keys.map((key) => [key, assignmentOf({ ...declared })])),
    };
  },

  async compare(session, _, declared, stored) {
    const { replaces, changed = false } = await identityOf(session, stored, declared);
    if (replaces.length === 0) claimStored(session, stored, declared);
    const changes = changed || !isSame(declared, stored, session.judgedAt());
    // A refresh only shows what it found.
    const isJudged = changes && replaces.length === 0 && session.declarations.hasAny;
    const judged = isJudged ? await planStored(session, declared, stored) : {};
    const [who, now] = [`user ${stored.email}`, session.judgedAt()];
    const isDisabled = declared.state === undefined && stored.undeclaredState !== undefined;
    const staysOut = isDisabled && endedAs(declared, now) !== "disable";
    const warnings = [...(staysOut ? [staysDisabled(who)] : []), ...endingRemarks(who, declared, stored, now)];
    return { plan: { checkFailures: [], ...judged }, lines: { warnings, infos: [] }, changes, replaces };
  },
  async isAsDeclared(session, _, declared, stored) {
    if (!isSame(declared, stored, session.judgedAt())) return false;
    const { replaces, changed = false } = await identityOf(session, stored, declared);
    return replaces.length === 0 && !changed;
  },

  async plan(session, declared, stored, id = "") {
    if (declared === undefined) return planDropped(session, stored as UserAssignmentOutputs, id);
    const user = stored === undefined ? await findUser(session, declared) : await resolveUser(session, id, stored);
    if (stored === undefined && user !== undefined) session.declarations.claim("user", user.id);
    if (stored !== undefined) refuseOther(declared, stored, user);
    if (user !== undefined && !deepEqual(declared.then, stored?.then)) await requireThen(session, declared);
    return stored === undefined ? planNew(session, declared, user) : planChange(session, declared, user, stored);
  },

  async apply(session, declared, stored, plan) {
    if (declared === undefined) {
      const done = await drop(session, stored as UserAssignmentOutputs, plan);
      return { outputs: stored as UserAssignmentOutputs, failures: [], done };
    }
    const { email = "", deletionPolicy } = declared;
    const { user } = plan;
    if (user === undefined) {
      const outs = await ensureInvited(session, { ...declared, email });
      return { id: invitationId(email), outputs: outs, failures: failuresOf(session, declared, outs) };
    }
    const found = stored === undefined ? bindingOf(user) : stored.found;
    const live = (await bind(session, plan)) ?? user;
    if (stored === undefined && deletionPolicy === "restore" && live === user) {
      for (const text of describeFoundAsDeclared([label(declared, user)], "deletionPolicy")) session.log.warn(text);
    }
    const outs = await owned(session, "user", live.id, outputs(live, declared, found, stored));
    return { id: live.id, outputs: outs, failures: failuresOf(session, declared, outs) };
  },

  async read(session, id, stored) {
    const address = invitedEmail(id);
    const live = address === undefined ? await session.inventory.users.get(id) : await resolveUser(session, id, stored);
    if (live === undefined) {
      const pending = address === undefined || stored.userId ? undefined : await readInvited(session, address, stored);
      return pending && { outputs: pending, ...driftOf(stored, pending, session.judgedAt()) };
    }
    const isNew = stored.cloudOneUrn === undefined;
    const outs = isNew
      ? { ...outputs(live, {}, undefined), state: live.state }
      : outputs(live, { ...stored, email: stored.declaredEmail }, stored.found, stored);
    const named = await owned(session, "user", live.id, outs);
    return {
      ...(address !== undefined && { id: live.id }),
      outputs: named,
      ...driftOf(stored, named, session.judgedAt()),
    };
  },
};

function isSame(declared: UserAssignmentInputs, stored: UserAssignmentOutputs, now: number): boolean {
  return assignmentDifferences(declared, stored, now).length === 0 && !drops(OPTIONAL, stored, declared);
}

function failuresOf(session: Session, declared: UserAssignmentInputs, outs: UserAssignmentOutputs): string[] {
  return notAsDeclared(assignmentDifferences(declared, outs, session.judgedAt()));
}

function driftOf(
  stored: Partial<UserAssignmentOutputs>,
  outs: UserAssignmentOutputs,
  now: number,
): { inputs?: Properties } {
  const differences = assignmentDifferences(stored as UserAssignmentInputs, outs, now);
  return differences.length > 0 ? { inputs: declarationOf(outs) } : {};
}

function assignmentOf({ email, userId, id }: Properties): string {
  return `assignment of user ${email ?? userId ?? id}`;
}

function isSameDeclaration(stored: Properties, declared: UserAssignmentInputs): boolean {
  const { email, userId } = stored as UserAssignmentInputs;
  return userId === declared.userId && (email === declared.email || sameEmail(email, declared.email));
}
