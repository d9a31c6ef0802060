import { noSuchRole } from "../apply/no-such-role.js";
import { adminRolesAmong } from "../apply/role-contents.js";
import { bindingOf, changeUser, type Target } from "../apply/users.js";
import type { User } from "../client/index.js";
import type { Binding } from "../plan/bindings.js";
import type { Guard } from "../plan/guard.js";
import { endedAs, roleOf } from "../plan/until.js";
import {
  bindingDifferences,
  disabledBinding,
  NO_ACCESS,
  restoredBinding,
  type UserAssignmentInputs,
} from "../plan/user-assignment.js";
import { asLeft } from "../session/not-kept-error.js";
import type { Session } from "../session/session.js";
import { goneUser, restoreLetsNobodyIn } from "./user-assignment-messages.js";
import type { UserAssignmentOutputs } from "./user-assignment-outputs.js";

/** Takes access away without losing the user; see {@link disabledBinding}. */
export async function disable(
  session: Session,
  live: User,
  { found, guard }: { found?: Binding | undefined; guard?: Guard | undefined },
): Promise<User> {
  // A role that a set has dropped goes once nobody holds it: nobody falls back to it.
  const isThere = async (id: string) => !session.retiring.has(id) && (await session.inventory.roles.get(id));
  const foundRoleExists = found !== undefined && Boolean(await isThere(found.roleId));
  const admins = await adminRolesAmong(session, guard, foundRoleExists ? [found?.roleId] : []);
  return (await changeUser(session, live, disabledBinding(found, foundRoleExists, admins.maybe), guard)) ?? live;
}

/** Someone who was invited had nothing before: a restore takes their access away. */
export async function restore(
  session: Session,
  live: User,
  { found = NO_ACCESS, guard }: UserAssignmentOutputs,
): Promise<void> {
  const admins = await adminRolesAmong(session, guard, [found.roleId]);
  const { binding, keepsState, notRaisedTo, staysOut } = restoredBinding(found, bindingOf(live), admins.maybe);
  if (staysOut) session.log.warn(restoreLetsNobodyIn([live.email]));
  if (notRaisedTo !== undefined) {
    session.log.warn(
      `user ${live.email} keeps the role ${live.roleID}: the role found at create, ${notRaisedTo}, is an admin role, ` +
        "and a restore raises nobody to one.",
    );
  }
  if ((await session.inventory.roles.get(binding.roleId)) === undefined) {
    throw new Error(
      `the role found at create, ${binding.roleId}, is gone. Nothing was written. ` +
        'Set deletionPolicy "disable", "remove" or "retain" instead.',
    );
  }
  await changeUser(session, live, { ...binding, keepsState }, guard);
}

/**
 * Gives the user the declared role, and the declared state; a state that is not declared goes as it is. What has ended is
 * declared otherwise.
 */
export async function bind(
  session: Session,
  known: User,
  plain: UserAssignmentInputs,
  found: Binding | undefined,
): Promise<User> {
  const { inventory } = session;
  const ended = endedAs(plain, session.judgedAt());
  const declared = { ...plain, roleId: (ended && roleOf(ended)) ?? plain.roleId };
  if (ended === "disable") {
    const live = await inventory.users.fetch(known.id);
    if (live === undefined) throw new Error(goneUser({ userId: known.id, email: known.email }));
    const disabled = disable(session, live, { found, guard: plain.guard });
    return asLeft(disabled, (now) => bindingDifferences({ state: "disabled" }, bindingOf(now)));
  }
  const wanted = (live: User): Target => ({
    roleId: declared.roleId,
    state: declared.state ?? live.state,
    keepsState: declared.state === undefined,
  });
  if (bindingDifferences(wanted(known), bindingOf(known)).length === 0) return known;
  if (known.roleID !== declared.roleId && (await inventory.roles.get(declared.roleId)) === undefined) {
    throw noSuchRole(session, declared.roleId, "Nothing was written.");
  }
  const live = await inventory.users.fetch(known.id);
  if (live === undefined) throw new Error(goneUser({ userId: known.id, email: known.email }));
  const written = changeUser(session, live, wanted(live), declared.guard).then((user) => user ?? live);
  return asLeft(written, (now) => bindingDifferences(declared, bindingOf(now)));
}

/** What follows the end has to be there before anybody is given what ends by it. */
export async function requireThen(session: Session, { then = "disable" }: UserAssignmentInputs): Promise<void> {
  const roleId = roleOf(then);
  if (roleId === undefined || (await session.inventory.roles.get(roleId)) !== undefined) return;
  throw noSuchRole(session, roleId, "It is what `then` gives. Nothing was written.");
}
