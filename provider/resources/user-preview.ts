import { planUser } from "../apply/plan-user.js";
import { UNKNOWN } from "../plan/fields.js";
import { describeLookAlike, lookAlikes } from "../plan/look-alikes.js";
import { endedAs, roleOf } from "../plan/until.js";
import type { UserAssignmentInputs } from "../plan/user-assignment.js";
import { describeUser } from "../plan/users-messages.js";
import type { Session } from "../session/session.js";
import type { Lines, Properties } from "./resource.js";
import { entryOf, label } from "./user-plan.js";

/** What a change of a stored assignment means, by what the state says: nothing is asked unless the role changes. */
export async function describeStored(
  session: Session,
  declared: UserAssignmentInputs,
  stored: Properties,
): Promise<Lines> {
  const before = stored as UserAssignmentInputs;
  if (endedAs(declared, session.judgedAt()) !== undefined) return { warnings: [], infos: [] };
  const email = declared.email ?? declared.userId ?? "";
  const live = { id: email, email, roleId: before.roleId, state: before.state ?? "enabled" };
  const user = { email, live, entry: entryOf(declared), guard: declared.guard };
  const { infos, ...lines } = describeUser(label(declared), await planUser(session, user, { isForecast: true }));
  // Whether they are enabled now is not in the inputs.
  const isStateNew = before.state === undefined && declared.state === "enabled";
  return { ...lines, infos: [...infos, ...(isStateNew ? [`${label(declared)}: state (not declared) → enabled`] : [])] };
}

/** Names who could be taken for the declared person, or for one whom the guard protects. */
export async function describeLookAlikes(session: Session, { email, guard }: UserAssignmentInputs): Promise<string[]> {
  if (email === undefined) return [];
  const { protectedUsers } = session.guard(guard);
  const named = [email, ...(Array.isArray(protectedUsers) ? protectedUsers : [])];
  return lookAlikes(named, await session.inventory.users.all()).map(describeLookAlike);
}

export async function describeUnknownRole(
  session: Session,
  { roleId }: Pick<UserAssignmentInputs, "roleId">,
): Promise<string[]> {
  if (roleId === UNKNOWN || session.declarations.holds("role", roleId)) return [];
  if ((await session.inventory.roles.all()).some(({ id }) => id === roleId)) return [];
  return [`role ${roleId} does not exist yet: \`pulumi up\` fails unless something creates it before this assignment.`];
}

export async function describeUnknownThen(
  session: Session,
  { then = "disable" }: UserAssignmentInputs,
): Promise<string[]> {
  const roleId = roleOf(then);
  return roleId === undefined ? [] : describeUnknownRole(session, { roleId });
}
