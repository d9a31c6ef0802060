import type { UserAssignmentSetInputs } from "../plan/user-assignment-set.js";
import type { UserSetPlan } from "../plan/user-set.js";
import type { Session } from "../session.js";
import type { UserAssignmentSetOutputs } from "./user-set-outputs.js";

/** What a person should know before a run of a set of users. */
export function say({ removals, gains, newAdmins, unmanaged, staysDisabled, notKnownYet }: UserSetPlan) {
  const byRole = Map.groupBy(newAdmins, ({ roleId }) => roleId);
  return {
    warnings: [
      ...(removals.length > 0
        ? [
            `${count(removals.length)} would lose access: ${some(removals.map(({ name, action }) => `${name} (${action})`))}`,
          ]
        : []),
      ...[...byRole].map(
        ([roleId, who]) => `${count(who.length)} would gain ${roleId}: ${some(who.map(({ email }) => email))}`,
      ),
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
    ],
    infos: [
      ...(gains.length > 0 ? [`${count(gains.length)} would gain access: ${some(gains)}`] : []),
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
  { users, actions, notRaised }: UserSetPlan,
): void {
  for (const [roleId, who] of Map.groupBy(notRaised, ({ roleId }) => roleId)) {
    const names = some(who.map(({ email }) => email));
    log.warn(`The role that was found, ${roleId}, is an admin role, and a restore raises nobody to one: ${names}`);
  }
  if (removed !== "restore") return;
  const known = new Set([...Object.values(stored.userIds ?? {}), ...actions.map(({ user }) => user.id)]);
  const asDeclared = [...users.values()].filter(({ id }) => !known.has(id));
  if (asDeclared.length === 0) return;
  log.warn(
    `${count(asDeclared.length)} found as declared, so that is what removed: "restore" gives back: ` +
      `${some(asDeclared.map(({ email }) => email))}. After a rename without \`aliases\`, a crash or a move, an earlier baseline is lost.`,
  );
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
