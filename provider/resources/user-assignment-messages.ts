import { contentsOf } from "../apply/role-contents.js";
import type { User } from "../client/index.js";
import { ADMIN_ROLES, adminRoles } from "../plan/admin-roles.js";
import { type Binding, losesAccess } from "../plan/bindings.js";
import type { CheckFailure } from "../plan/check-args.js";
import { UNKNOWN } from "../plan/fields.js";
import type { Guard } from "../plan/guard.js";
import { describeLookAlike, lookAlikes } from "../plan/look-alikes.js";
import { printable } from "../plan/printable.js";
import { bindingDifferences, type UserAssignmentInputs } from "../plan/user-assignment.js";
import type { CheckContext, Properties } from "./resource.js";

export function noSuchUser({ email, userId }: UserAssignmentInputs): CheckFailure {
  return email === undefined
    ? { property: "userId", reason: `no user of this account has the id ${userId}` }
    : { property: "email", reason: noSuchEmail(email) };
}

export function noSuchEmail(email: string): string {
  return (
    `no user of this account has the email ${email} (looked through the complete list twice). ` +
    'Correct the address, or set ifMissing: "invite" to invite them.'
  );
}

export function emailChanged(declared: string, { userId, email }: { userId: string; email: string }): string {
  return (
    `user ${userId} is declared as ${declared}, but has the email ${email} now. ` +
    `Declare email: ${JSON.stringify(email)} to follow the change, or userId: "${userId}". Nothing was written.`
  );
}

/** Of somebody whom the state knows, and whom somebody else took out of the account. */
export function goneUser({ userId, email }: { userId: string; email: string }): string {
  return (
    `user ${email} was in the account with the id ${userId} and is gone from it: somebody else removed them. Nothing was written. ` +
    "Run `pulumi refresh` and look at what `pulumi preview` says."
  );
}

export function declaredByEmail({ id, email }: User): string {
  return (
    `user ${id} has the email ${email}, which another resource of this program declares, and that one has not seen them yet. ` +
    "Run `pulumi refresh`, look at what `pulumi preview` says, and run again. Nothing was written."
  );
}

export function nobodyInTheirPlace(declared: string, { userId, email }: { userId: string; email: string }): string {
  return (
    `the assignment is of user ${userId}, ${email}, and nobody is invited in their place: ` +
    `declare ${declared} in a UserAssignment of their own. Nothing was sent.`
  );
}

export function label({ email, userId }: { email?: unknown; userId?: unknown }, live?: User): string {
  return live === undefined ? `user ${email ?? userId}` : `user ${live.email} (${printable(live.name)})`;
}

/** Says who would gain or lose what. Roles are read only where the role changes to one that no guard names. */
export async function sayBinding(
  who: string,
  declared: UserAssignmentInputs,
  now: Properties,
  { session, info, warn }: CheckContext,
): Promise<void> {
  const changes = bindingDifferences(declared, now as { roleId?: string; state?: string });
  if (changes.length === 0) return;
  const text = changes
    .map(({ property, actual, declared: next }) => {
      const name = property === "roleId" ? "role" : property;
      return `${name} ${actual ?? "(not declared)"} → ${next === UNKNOWN ? "(not known yet)" : next}`;
    })
    .join(", ");
  const { adminRoles: named = ADMIN_ROLES } = session.guard(declared.guard);
  const from: Binding = { roleId: String(now.roleId), state: String(now.state ?? "enabled") };
  const to: Binding = { roleId: declared.roleId, state: declared.state ?? from.state };
  const isRoleKnown = from.roleId !== to.roleId && to.roleId !== UNKNOWN;
  const asked = isRoleKnown ? [from.roleId, to.roleId].filter((id) => !named.includes(id)) : [];
  const roles = await contentsOf(session, asked, { isForecast: true });
  const gainsAdmin = isRoleKnown && adminRoles(named, roles).surely(to.roleId);
  const next = to.roleId === UNKNOWN ? { ...to, roleId: from.roleId } : to;
  if (gainsAdmin) warn(`${who} gains an admin role: ${text}`);
  else if (losesAccess(from, next, { roles, named })) warn(`${who} loses access: ${text}`);
  else info(`${who}: ${text}`);
}

/** Of people who are to get back what was found, and were disabled since. */
export function restoreLetsNobodyIn(names: readonly string[]): string {
  const who =
    names.length === 1
      ? `user ${names[0]} is disabled and stays so`
      : `${names.length} users are disabled and stay so: ${names.join(", ")}`;
  return `${who}. A restore enables nobody who was disabled since. To enable them, declare state: "enabled".`;
}

export function staysDisabled(who: string): string {
  return `${who} is disabled and stays so: declare state: "enabled" to let them in.`;
}

/** Names who could be taken for the declared person, or for one whom the guard protects. */
export async function warnOfLookAlikes(
  email: string,
  guard: Guard | undefined,
  { session, warn }: CheckContext,
): Promise<void> {
  const { protectedUsers } = session.guard(guard);
  const named = [email, ...(Array.isArray(protectedUsers) ? protectedUsers : [])];
  for (const one of lookAlikes(named, await session.inventory.users.all())) warn(describeLookAlike(one));
}

export async function warnOfUnknownRole(roleId: string, { session, warn }: CheckContext): Promise<void> {
  if (session.declarations.holds("role", roleId)) return;
  if ((await session.inventory.roles.all()).some(({ id }) => id === roleId)) return;
  warn(`role ${roleId} does not exist yet: \`pulumi up\` fails unless something creates it before this assignment.`);
}
