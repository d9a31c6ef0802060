import { describeChange } from "./bindings.js";
import { UNKNOWN } from "./fields.js";
import { type PendingInvitation, until } from "./invitations.js";
import { describeLookAlike } from "./look-alikes.js";
import type { LiveUser } from "./user-members.js";
import type { UsersPlan } from "./users-plan.js";

/** What a person should know before a run: lines for warnings, lines for information. */
export interface Lines {
  warnings: string[];
  infos: string[];
}

/** About a set of users. */
export function describeSet(plan: UsersPlan): Lines {
  const { removals, gains, newAdmins, unmanaged, staysDisabled, notKnownYet, invitations, pending, leaving } = plan;
  const byRole = Map.groupBy(newAdmins, ({ roleId }) => roleId);
  const be = (names: readonly unknown[]) => (names.length === 1 ? "is" : "are");
  return {
    warnings: [
      ...line(removals.map(describeAction), (names) => `${count(removals)} would lose access: ${names}`),
      ...[...byRole].flatMap(([roleId, who]) =>
        line(emails(who), (names) => `${count(who)} would gain ${roleId}: ${names}`),
      ),
      ...line(plan.ended, (names) => `The access of ${count(plan.ended)} has ended: ${names}`),
      ...line(plan.endsSoon, (names) => `The access of ${count(plan.endsSoon)} ends soon: ${names}`),
      ...line(
        [...leaving].map(describePending),
        (names) =>
          `${count([...leaving])} dropped from the set can still accept an invitation, which the API has no call to withdraw: ` +
          `${names}. Run again after that: what \`removed\` says is done then`,
      ),
      ...line(unmanaged, (names) => `${count(unmanaged)} of the account ${be(unmanaged)} declared by nobody: ${names}`),
      ...line(
        staysDisabled,
        (names) =>
          `${count(staysDisabled)} ${staysDisabled.length === 1 ? "stays" : "stay"} disabled: ${names}. Declare { roleId, state: "enabled" } to let them in`,
      ),
      ...describeStaysOut(plan),
      ...describeEnabledAgain(plan.enabledAgain),
      ...plan.followed.map(describeFollowed),
      ...plan.lookAlikes.map(describeLookAlike),
    ],
    infos: [
      ...line(
        invitations.map(describeInvitation),
        (names) => `${count(invitations)} would be sent an invitation: ${names}`,
      ),
      ...line(
        [...pending].map(describePending),
        (names) => `${count([...pending])} invited and yet to accept: ${names}`,
      ),
      ...line(
        plan.lapsed,
        (names) => `${count(plan.lapsed)} dropped from the set never accepted, and the invitation is gone: ${names}`,
      ),
      ...line(gains.map(describeAction), (names) => `${count(gains)} would gain access: ${names}`),
      ...line(notKnownYet, (names) => `${count(notKnownYet)} would get a role that is not known yet: ${names}`),
    ],
  };
}

/** About a user who is declared alone, and who may have to be invited. */
export function describeUser(who: string, plan: UsersPlan): Lines {
  const lines: Lines = { warnings: [], infos: [] };
  const isNewAdmin = (email: string) => plan.newAdmins.some((one) => one.email === email);
  for (const { user, to, isRemoval } of plan.actions) {
    const change = to === undefined ? "removed" : describeChange(user, to);
    if (isNewAdmin(user.email)) lines.warnings.push(`${who} gains an admin role: ${change}`);
    else if (isRemoval) lines.warnings.push(`${who} loses access: ${change}`);
    else lines.infos.push(`${who}: ${change}`);
  }
  for (const { email, roleId } of plan.invitations) {
    const role = roleId === UNKNOWN ? "a role that is not known yet" : `the role ${roleId}`;
    const text = `${email} is no user of the account: an invitation with ${role} would be sent.`;
    if (isNewAdmin(email)) lines.warnings.push(`${text} This is an admin role.`);
    else lines.infos.push(text);
  }
  for (const [email, invitation] of plan.pending) {
    const { roleID } = invitation;
    lines.infos.push(
      `${email} has an invitation with the role ${roleID} that is pending${until(invitation)}: none would be sent.`,
    );
  }
  lines.warnings.push(...plan.staysDisabled.map(() => staysDisabled(who)));
  return lines;
}

export function staysDisabled(who: string): string {
  return `${who} is disabled and stays so: declare state: "enabled" to let them in.`;
}

/** What a restore does not give back, where somebody may expect it. */
export function describeRestored(plan: UsersPlan): string[] {
  const { notRaised } = plan;
  return [
    ...[...Map.groupBy(notRaised, ({ roleId }) => roleId)].flatMap(([roleId, who]) => describeNotRaised(roleId, who)),
    ...describeStaysOut(plan),
  ];
}

/** Of people whose baseline is what is declared of them. */
export function describeFoundAsDeclared(names: readonly string[], policy: "removed" | "deletionPolicy"): string[] {
  const who = names.length === 1 ? `${names[0]} was` : `${names.length} users were`;
  const all = names.length === 1 ? "" : ` (${some(names)})`;
  return line(
    names,
    () =>
      `${who} found as declared${all}, so that is what ${policy} "restore" gives back. ` +
      "After a rename without `aliases`, a crash or a move, an earlier baseline is lost.",
  );
}

/** Of people whom the set has dropped and disabled, and whom somebody has enabled since. */
export function describeEnabledAgain(who: readonly string[]): string[] {
  return line(
    who,
    (names) =>
      `${count(who)} whom this set dropped and disabled ${who.length === 1 ? "is" : "are"} enabled again: ${names}. ` +
      "Nothing declares that: declare them, exclude them, or disable them by hand",
  );
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
  const namesOf = (who: readonly Change[]) => who.map(({ name }) => name).sort();
  const byAction = Map.groupBy(changes, ({ action }) => action);
  return [...byAction].map(([action, who]) => `${action}: ${namesOf(who).join(", ")}`).sort();
}

interface Change {
  name: string;
  action: string;
}

function describeNotRaised(roleId: string, who: readonly { user: LiveUser }[]): string[] {
  const [first] = who;
  const keeps =
    who.length === 1
      ? `user ${first?.user.email} keeps the role ${first?.user.roleId}`
      : `${who.length} users keep the roles that they have`;
  const names = who.length === 1 ? "" : `: ${some(who.map(({ user }) => user.email))}`;
  return [
    `${keeps}: the role found at create, ${roleId}, is an admin role, and a restore raises nobody to one${names}.`,
  ];
}

/** Of people who are to get back what was found, and were disabled since. */
function describeStaysOut({ staysOut }: UsersPlan): string[] {
  const who = staysOut.length === 1 ? "user" : `${staysOut.length} users are disabled and stay so:`;
  const stays = staysOut.length === 1 ? " is disabled and stays so" : "";
  return line(
    staysOut,
    (names) =>
      `${who} ${names}${stays}. A restore enables nobody who was disabled since. To enable them, declare state: "enabled".`,
  );
}

/** Of somebody who has another address than the one by which the set leaves them alone. */
function describeFollowed({ as, pattern, user }: UsersPlan["followed"][number]): string {
  return `user ${user.id} has the email ${user.email} now and is still ${as} by ${JSON.stringify(pattern)}, which an earlier address matched: put the id there, or the new address`;
}

function describeAction({ name, action }: Change): string {
  return `${name} (${action})`;
}

function describePending([email, invitation]: [string, PendingInvitation]): string {
  return `${email} (role ${invitation.roleID}, pending${until(invitation)})`;
}

function emails(who: readonly { email: string }[]): string[] {
  return who.map(({ email }) => email);
}

/** One line that names them, or none. */
function line(names: readonly string[], text: (names: string) => string): string[] {
  return names.length === 0 ? [] : [text(some(names))];
}

function count(users: readonly unknown[]): string {
  return users.length === 1 ? "1 user" : `${users.length} users`;
}

/** A line holds this many names; the properties `removals` and `gains` hold all. */
const NAMES_IN_A_LINE = 100;

function some(names: readonly string[]): string {
  const more = names.length - NAMES_IN_A_LINE;
  const shown = names.slice(0, NAMES_IN_A_LINE).join(", ");
  return more > 0 ? `${shown} and ${more} more (all of them: pulumi preview --diff)` : shown;
}
