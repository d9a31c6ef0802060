import { type Binding, describeChange } from "../access/bindings.js";
import { UNKNOWN } from "../args/fields.js";
import { foundAsDeclared } from "../text/found-as-declared.js";
import { counted, IN_DRIFT, IN_PREVIEW, type Lines, line } from "../text/listed.js";
import { describeTakenOver } from "../text/taken-over.js";
import { type PendingInvitation, until } from "./invitations.js";
import { describeLookAlike } from "./look-alikes.js";
import type { LiveUser } from "./user-members.js";
import type { ChangeInWords, UserAction, UsersPlan } from "./users-plan.js";

/** Where to find everyone that a message only counts. */
const IN_ACCESS = "everyone's role and state: npx pulumi-cloudone access";

/** Beyond this many changes, equal ones share a line of a preview property. */
const GROUPED_BEYOND = 100;

/** About a set of users. */
export function describeUserSet(plan: UsersPlan): Lines {
  const { losses, gains, newAdmins, unmanaged, notKnownYet, invitations, pending, leaving } = plan;
  const byRole = Map.groupBy(newAdmins, ({ roleId }) => roleId);
  const be = (names: readonly unknown[]) => (names.length === 1 ? "is" : "are");
  return {
    losses: line(losses.map(describeAction), `${count(losses)} would lose access`, { rest: IN_PREVIEW }),
    warnings: [
      ...[...byRole].flatMap(([roleId, who]) =>
        line(emails(who), `${count(who)} would gain ${roleId}`, { rest: IN_PREVIEW }),
      ),
      ...line(plan.ended, `The access of ${count(plan.ended)} has ended`, { rest: IN_DRIFT }),
      ...line(plan.endsSoon, `The access of ${count(plan.endsSoon)} ends soon`, { rest: IN_DRIFT }),
      ...line(
        [...leaving].map(describePending),
        `${count([...leaving])} dropped from the set can still accept an invitation, which the API cannot withdraw`,
        { advice: "Run again once they have: `removed` is applied then", rest: IN_PREVIEW },
      ),
      ...line(unmanaged, `${count(unmanaged)} of the account ${be(unmanaged)} not declared`, { rest: IN_DRIFT }),
      ...describeStaysDisabled(plan.staysDisabled),
      ...describeStaysOut(plan),
      ...describeEnabledAgain(plan.enabledAgain),
      ...plan.followed.map(describeFollowed),
      ...plan.lookAlikes.map(describeLookAlike),
    ],
    infos: [
      ...line(invitations.map(describeInvitation), `${count(invitations)} would be sent an invitation`, {
        rest: IN_PREVIEW,
      }),
      ...line([...pending].map(describePending), `${count([...pending])} invited but not accepted yet`, {
        rest: IN_ACCESS,
      }),
      ...line(plan.lapsed, `${count(plan.lapsed)} dropped from the set never accepted, and the invitation is gone`),
      ...line(gains.map(describeAction), `${count(gains)} would gain access`, { rest: IN_PREVIEW }),
      ...describeTakenOver(
        "users",
        plan.takenOver.map((email) => `user ${email}`),
      ),
      ...line(notKnownYet, `${count(notKnownYet)} would get a role that is not known yet`),
    ],
  };
}

/** About a user who is declared alone, and who may have to be invited. */
export function describeUser(who: string, plan: UsersPlan): Lines {
  const [losses, warnings, infos]: [string[], string[], string[]] = [[], [], []];
  const isNewAdmin = (email: string) => plan.newAdmins.some((one) => one.email === email);
  // The plan is for a set of one.
  const words = [...plan.losses, ...plan.gains].flatMap((one) => one.words ?? []).join("; ");
  for (const { user, to, isRemoval } of plan.actions) {
    const change = to === undefined ? "removed" : describeChange(user, to);
    const text = words === "" ? change : `${change} (${words})`;
    if (isNewAdmin(user.email)) warnings.push(`${who} gains an admin role: ${text}`);
    else if (isRemoval) losses.push(`${who} loses access: ${text}`);
    else infos.push(`${who}: ${text}`);
  }
  for (const { email, roleId } of plan.invitations) {
    const role = roleId === UNKNOWN ? "a role that is not known yet" : `the role ${roleId}`;
    const text = `${email} is not a user of the account: an invitation with ${role} would be sent.`;
    if (isNewAdmin(email)) warnings.push(`${text} This is an admin role.`);
    else infos.push(text);
  }
  for (const [email, invitation] of plan.pending) {
    const { roleID } = invitation;
    infos.push(
      `${email} has an invitation with the role ${roleID} that is pending${until(invitation)}: none would be sent.`,
    );
  }
  warnings.push(...plan.staysDisabled.map(() => staysDisabled(who)));
  return { losses, warnings, infos };
}

export function staysDisabled(who: string): string {
  return `${who} stays disabled: declare state: "enabled" to re-enable them.`;
}

/** What a restore does not give back, though someone may expect it. */
export function describeRestored(plan: UsersPlan): string[] {
  const { notRaised } = plan;
  return [
    ...[...Map.groupBy(notRaised, ({ roleId }) => roleId)].flatMap(([roleId, who]) => describeNotRaised(roleId, who)),
    ...describeStaysOut(plan),
  ];
}

/** For people whose baseline is the declaration itself. */
export function describeFoundAsDeclared(names: readonly string[], policy: "removed" | "deletionPolicy"): string[] {
  const [only] = names;
  if (names.length === 1) return [`${only} was ${foundAsDeclared(policy).join(". ")}`];
  const [baseline, lost] = foundAsDeclared(policy);
  return line(names, `${names.length} users were ${baseline}`, { advice: lost, rest: IN_ACCESS });
}

/** For people that the set dropped and disabled, and that someone has enabled since. */
export function describeEnabledAgain(who: readonly string[]): string[] {
  return line(
    who,
    `${count(who)} that this set dropped and disabled ${who.length === 1 ? "is" : "are"} enabled again`,
    {
      advice: "Nothing declares that: declare them, exclude them, or disable them by hand",
      rest: IN_DRIFT,
    },
  );
}

/** What has become of people who are no longer declared, grouped by what was done. */
export function describeDone(done: readonly { email: string; fate: string }[]): string[] {
  return [...Map.groupBy(done, ({ fate }) => fate)].flatMap(([fate, who]) => {
    const [first] = who;
    if (who.length === 1) return `user ${first?.email}: ${fate}`;
    return line(emails(who), `${count(who)}: ${fate}`, { rest: IN_ACCESS });
  });
}

/** What has become of a user; an undefined `now` means that they are out of the account. */
export function fateOf({ do: kind }: Pick<UserAction, "do">, now: Binding | undefined): string {
  if (now === undefined) return "removed from the account";
  return `${kind === "restore" ? "given back what was found at create: " : ""}${now.state}, role ${now.roleId}`;
}

/** For people who are left as they are by policy. */
export const RETAINED = 'left as they are, since removed is "retain"';

/** Who gets an invitation, and with which role. */
export function describeInvitation({ email, roleId }: { email: string; roleId: string }): string {
  return `${email} (role ${roleId === UNKNOWN ? "not known yet" : roleId})`;
}

/**
 * Each by name, in an order that does not depend on the server's lists, since update plans pin it. If there are many, equal
 * changes share a line: the state holds this until the next up.
 */
export function listChanges(changes: readonly Change[]): string[] {
  if (changes.length <= GROUPED_BEYOND) return changes.map(({ name, action }) => `${name}: ${action}`).sort();
  const namesOf = (who: readonly Change[]) => who.map(({ name }) => name).sort();
  const byAction = Map.groupBy(changes, ({ action }) => action);
  return [...byAction].map(([action, who]) => `${action}: ${namesOf(who).join(", ")}`).sort();
}

interface Change {
  name: string;
  action: string;
}

function describeNotRaised(roleId: string, who: readonly { user: LiveUser }[]): string[] {
  const why = `the role found at create, ${roleId}, is an admin role, and a restore never raises anyone to one`;
  const [first] = who;
  if (first === undefined) return [];
  if (who.length === 1) return [`user ${first.user.email} keeps the role ${first.user.roleId}: ${why}.`];
  const names = who.map(({ user }) => user.email);
  return line(names, `${who.length} users keep their roles: ${why}`, { rest: IN_ACCESS });
}

/** For people who were enabled when found, and have been disabled since. */
function describeStaysOut({ staysOut }: UsersPlan): string[] {
  const advice = 'A restore never enables anyone who was disabled since. To enable them, declare state: "enabled".';
  if (staysOut.length === 1) return [`user ${staysOut[0]} stays disabled. ${advice}`];
  return line(staysOut, `${staysOut.length} users stay disabled`, { advice, rest: IN_ACCESS });
}

/** For members who are disabled and declared without a state. */
function describeStaysDisabled(who: readonly string[]): string[] {
  return line(who, `${count(who)} ${who.length === 1 ? "stays" : "stay"} disabled`, {
    advice: 'Declare { roleId, state: "enabled" } to re-enable them',
    rest: IN_ACCESS,
  });
}

/** For someone whose address has changed since the set's pattern matched it. */
function describeFollowed({ as, pattern, user }: UsersPlan["followed"][number]): string {
  return `user ${user.id} has the email ${user.email} now and is still ${as} by ${JSON.stringify(pattern)}, which matched an earlier address: list the id or the new address instead`;
}

function describeAction({ name, action, words }: ChangeInWords): string {
  return `${name} (${action}${words === undefined ? "" : `: ${words}`})`;
}

function describePending([email, invitation]: [string, PendingInvitation]): string {
  return `${email} (role ${invitation.roleID}, pending${until(invitation)})`;
}

function emails(who: readonly { email: string }[]): string[] {
  return who.map(({ email }) => email);
}

function count(users: readonly unknown[]): string {
  return counted(users.length, "user");
}
