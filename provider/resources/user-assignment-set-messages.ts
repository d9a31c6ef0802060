import { foldEmail, UNKNOWN } from "../plan/fields.js";
import { type PendingInvitation, until } from "../plan/invitations.js";
import { describeLookAlike } from "../plan/look-alikes.js";
import type { UserAssignmentSetInputs } from "../plan/user-assignment-set.js";
import type { UsersPlan } from "../plan/users.js";
import type { Session } from "../session/session.js";
import { restoreLetsNobodyIn } from "./user-assignment-messages.js";
import type { UserAssignmentSetOutputs } from "./user-assignment-set-outputs.js";

/** What a person should know before a run of a set of users. */
export function say(plan: UsersPlan) {
  const { removals, gains, newAdmins, unmanaged, staysDisabled, notKnownYet, invitations, pending, leaving, lapsed } =
    plan;
  const { lookAlikes, staysOut, followed, enabledAgain, ended, endsSoon } = plan;
  const byRole = Map.groupBy(newAdmins, ({ roleId }) => roleId);
  return {
    warnings: [
      ...(removals.length > 0
        ? [`${count(removals.length)} would lose access: ${some(removals.map(describeAction))}`]
        : []),
      ...[...byRole].map(
        ([roleId, who]) => `${count(who.length)} would gain ${roleId}: ${some(who.map(({ email }) => email))}`,
      ),
      ...(ended.length > 0 ? [`The access of ${count(ended.length)} has ended: ${some(ended)}`] : []),
      ...(endsSoon.length > 0 ? [`The access of ${count(endsSoon.length)} ends soon: ${some(endsSoon)}`] : []),
      ...(leaving.size > 0
        ? [
            `${count(leaving.size)} dropped from the set can still accept an invitation, which the API has no call to withdraw: ` +
              `${some([...leaving].map(describePending))}. Run again after that: what \`removed\` says is done then`,
          ]
        : []),
      ...(unmanaged.length > 0
        ? [
            `${count(unmanaged.length)} of the account ${unmanaged.length === 1 ? "is" : "are"} declared by nobody: ${some(unmanaged)}`,
          ]
        : []),
      ...(staysDisabled.length > 0
        ? [
            `${count(staysDisabled.length)} ${staysDisabled.length === 1 ? "stays" : "stay"} disabled: ${some(staysDisabled)}. Declare { roleId, state: "enabled" } to let them in`,
          ]
        : []),
      ...(staysOut.length > 0 ? [restoreLetsNobodyIn(staysOut)] : []),
      ...(enabledAgain.length > 0 ? [describeEnabledAgain(enabledAgain)] : []),
      ...followed.map(describeFollowed),
      ...lookAlikes.map(describeLookAlike),
    ],
    infos: [
      ...(invitations.length > 0
        ? [`${count(invitations.length)} would be sent an invitation: ${some(invitations.map(describeInvitation))}`]
        : []),
      ...(pending.size > 0
        ? [`${count(pending.size)} invited and yet to accept: ${some([...pending].map(describePending))}`]
        : []),
      ...(lapsed.length > 0
        ? [`${count(lapsed.length)} dropped from the set never accepted, and the invitation is gone: ${some(lapsed)}`]
        : []),
      ...(gains.length > 0 ? [`${count(gains.length)} would gain access: ${some(gains.map(describeAction))}`] : []),
      ...(notKnownYet.length > 0
        ? [`${count(notKnownYet.length)} would get a role that is not known yet: ${some(notKnownYet)}`]
        : []),
    ],
  };
}

/** What a restore gives back, where it may not be what somebody expects. */
export function sayBaselines(
  { log }: Session,
  { removed }: UserAssignmentSetInputs,
  stored: UserAssignmentSetOutputs,
  { users, actions, notRaised, staysOut }: UsersPlan,
): void {
  for (const [roleId, who] of Map.groupBy(notRaised, ({ roleId }) => roleId)) {
    const names = some(who.map(({ email }) => email));
    log.warn(`The role that was found, ${roleId}, is an admin role, and a restore raises nobody to one: ${names}`);
  }
  // A deletion of the set has no check that would have said so.
  if (staysOut.length > 0) log.warn(restoreLetsNobodyIn(staysOut));
  if (removed !== "restore") return;
  const known = new Set([...Object.values(stored.userIds ?? {}), ...actions.map(({ user }) => user.id)]);
  const invited = Object.entries(stored.userIds ?? {}).flatMap(([email, id]) => (id === "" ? foldEmail(email) : []));
  const asDeclared = [...users].filter(([email, { id }]) => !known.has(id) && !invited.includes(foldEmail(email)));
  if (asDeclared.length === 0) return;
  log.warn(
    `${count(asDeclared.length)} found as declared, so that is what removed: "restore" gives back: ` +
      `${some(asDeclared.map(([, { email }]) => email))}. After a rename without \`aliases\`, a crash or a move, an earlier baseline is lost.`,
  );
}

/** Of people whom the set has dropped and disabled, and whom somebody has enabled since. */
export function describeEnabledAgain(emails: readonly string[]): string {
  return (
    `${count(emails.length)} whom this set dropped and disabled ${emails.length === 1 ? "is" : "are"} enabled again: ${some(emails)}. ` +
    "Nothing declares that: declare them, exclude them, or disable them by hand"
  );
}

/** Of somebody who has another address than the one by which the set leaves them alone. */
function describeFollowed({ as, pattern, user }: UsersPlan["followed"][number]): string {
  return `user ${user.id} has the email ${user.email} now and is still ${as} by ${JSON.stringify(pattern)}, which an earlier address matched: put the id there, or the new address`;
}

/** Whom an invitation goes to, and with which role. */
export function describeInvitation({ email, roleId }: { email: string; roleId: string }): string {
  return `${email} (role ${roleId === UNKNOWN ? "not known yet" : roleId})`;
}

/**
 * Each by name, in an order that no list of the server's decides: update plans pin it. Where there are many, those of one
 * change stand together: the state holds this until the next up.
 */
export function listChanges(changes: readonly Change[]): string[] {
  if (changes.length <= NAMES_IN_A_LINE) return changes.map(({ name, action }) => `${name}: ${action}`).sort();
  const byAction = Map.groupBy(changes, ({ action }) => action);
  return [...byAction]
    .map(
      ([action, who]) =>
        `${action}: ${who
          .map(({ name }) => name)
          .sort()
          .join(", ")}`,
    )
    .sort();
}

interface Change {
  name: string;
  action: string;
}

function describeAction({ name, action }: Change): string {
  return `${name} (${action})`;
}

function describePending([email, invitation]: [string, PendingInvitation]): string {
  return `${email} (role ${invitation.roleID}, pending${until(invitation)})`;
}

function count(users: number): string {
  return users === 1 ? "1 user" : `${users} users`;
}

/** A line holds this many names; the properties `removals` and `gains` hold all. */
const NAMES_IN_A_LINE = 100;

function some(names: readonly string[]): string {
  const more = names.length - NAMES_IN_A_LINE;
  const shown = names.slice(0, NAMES_IN_A_LINE).join(", ");
  return more > 0 ? `${shown} and ${more} more (all of them: pulumi preview --diff)` : shown;
}
