import { knownRoles } from "../../apply/no-such-role.js";
import { planLoneUser } from "../../apply/users/lone-user.js";
import { userRemoval } from "../../apply/users/users.js";
import { ADMIN_ROLES, adminRoles, isAdminRole } from "../../plan/access/admin-roles.js";
import { isKnown } from "../../plan/access/bindings.js";
import { PREDEFINED_ROLES } from "../../plan/access/predefined-roles.js";
import { roleContents, urnsByRole } from "../../plan/access/role-contents.js";
import { hasUnknown, UNKNOWN } from "../../plan/args/fields.js";
import type { Guard } from "../../plan/guard/guard.js";
import type { Lines } from "../../plan/text/listed.js";
import { nearest } from "../../plan/text/nearest.js";
import { describeLookAlike, lookAlikes } from "../../plan/users/look-alikes.js";
import { endedAs, roleOf } from "../../plan/users/until.js";
import type { UserAssignmentInputs } from "../../plan/users/user-assignment.js";
import { liveUser } from "../../plan/users/user-members.js";
import type { UsersPlan } from "../../plan/users/users.js";
import { describeUser } from "../../plan/users/users-messages.js";
import type { Session } from "../../session/session.js";
import type { Properties } from "../resource.js";
import { guardOf, type UserAssignmentOutputs } from "./outputs.js";
import { entryOf, label, type UserAssignmentPlan } from "./plan.js";

/** What a change of a stored assignment means, judging by the state: it makes no request unless the role changes. */
export async function describeStored(
  session: Session,
  declared: UserAssignmentInputs,
  stored: Properties,
): Promise<Lines> {
  const before = stored as UserAssignmentInputs;
  if (endedAs(declared, session.judgedAt()) !== undefined) return { warnings: [], infos: [] };
  const email = declared.email ?? declared.userId ?? "";
  const live = { id: email, email, roleId: before.roleId, state: before.state ?? "enabled" };
  const set = { users: { [email]: entryOf(declared) }, guard: declared.guard };
  const plan = await planLoneUser(session, { declared: set, stored: [], live: [live] }, { isForecast: true });
  const { infos, warnings, ...lines } = describeUser(label(declared), plan);
  const isDoubted = before.roleId !== declared.roleId && (await isMissing(session, declared.roleId));
  const unknownRole = isDoubted ? await describeUnknownRole(session, declared) : [];
  // The inputs do not say whether they are enabled now.
  const isStateNew = before.state === undefined && declared.state === "enabled";
  return {
    ...lines,
    warnings: [...unknownRole, ...warnings],
    infos: [...infos, ...(isStateNew ? [`${label(declared)}: state (not declared) → enabled`] : [])],
  };
}

/** By the roles that describe the change, which have been read by now. */
async function isMissing({ inventory: { roles } }: Session, roleId: string): Promise<boolean> {
  return roleId !== UNKNOWN && !PREDEFINED_ROLES.includes(roleId) && (await roles.peek(roleId)) === undefined;
}

/** The same for the stored user, who may have changed since: each write is judged again. */
export async function planStored(
  session: Session,
  declared: UserAssignmentInputs,
  stored: UserAssignmentOutputs,
): Promise<Pick<UserAssignmentPlan, "removals" | "adminsForecast" | "protectedIds">> {
  const { userId: id, email, roleId, undeclaredState, state = undeclaredState ?? "enabled", found } = stored;
  // An end is judged when it is written: the comparison of a stored user makes no request.
  if (id === "" || endedAs(declared, session.judgedAt()) !== undefined) return {};
  const guard = guardOf(session, { id }, declared.guard, stored);
  const live = { id, email, roleId, state };
  const set = { users: { [email]: entryOf(declared) }, guard };
  const member = { email, userId: id, found };
  const plan = await planLoneUser(session, { declared: set, stored: [member], live: [live] }, { isForecast: true });
  const judged = await judgedAtPreview(session, plan, session.guard(declared.guard));
  return { ...judged, ...(guard !== declared.guard && { protectedIds: { "": [id] } }) };
}

/**
 * What the guards need to know about a change before it is written: what it takes away, in the words of the write, and how many
 * admins it leaves. What is not known yet is judged when it is written.
 */
export async function judgedAtPreview(
  session: Session,
  { actions: [action] }: UsersPlan,
  guard: Guard,
): Promise<Pick<UserAssignmentPlan, "removals" | "adminsForecast">> {
  const { adminRoles: named = ADMIN_ROLES } = guard;
  if (action?.to === undefined || !isKnown(action.to) || hasUnknown(guard)) return {};
  const { user, to, isRemoval } = action;
  session.forecast.noteBinding(user.id, to);
  if (!isRemoval) return {};
  const removals = [userRemoval(user, user, to)];
  const { users, roles } = session.inventory;
  const isNamed = named.includes(user.roleId);
  // The roles have been read by now; all users are counted only if an admin leaves.
  const leaves = isNamed || isAdminRole(user.roleId, (await roles.peek(user.roleId))?.serviceRoleURNs, named);
  if (!leaves) return { removals };
  const contents = roleContents(urnsByRole(await roles.all()), session.declaredRoles, { isForecast: true });
  const admins = adminRoles(named, contents);
  const live = (await users.all()).map(liveUser);
  const now = live.filter(admins.isAdmin).length;
  const after = live.filter((one) => {
    const binding = session.forecast.bindingOf(one);
    return binding !== undefined && admins.staysAdmin(binding);
  }).length;
  return { removals, adminsForecast: { now, after } };
}

/** Names users who could be mistaken for the declared person or for one that the guard protects. */
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
  await session.inventory.roles.all();
  if ((await session.inventory.roles.peek(roleId)) !== undefined) return [];
  const meant = nearest(roleId, await knownRoles(session));
  return [
    `role ${roleId} does not exist yet: \`pulumi up\` fails unless something creates it before this assignment.` +
      (meant === undefined ? "" : ` Did you mean ${meant}?`),
  ];
}

export async function describeUnknownThen(
  session: Session,
  { then = "disable" }: UserAssignmentInputs,
): Promise<string[]> {
  const roleId = roleOf(then);
  return roleId === undefined ? [] : describeUnknownRole(session, { roleId });
}
