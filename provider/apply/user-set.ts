import { describeChange } from "../plan/bindings.js";
import { adminsGuard } from "../plan/guard.js";
import { sameEmail } from "../plan/user-assignment.js";
import type { UserAssignmentSetInputs } from "../plan/user-assignment-set.js";
import type { UserAction, UsersPlan } from "../plan/users.js";
import type { Session } from "../session/session.js";
import { noSuchRole } from "./no-such-role.js";
import { adminRolesAmong } from "./role-contents.js";
import { bindingOf, changeUser, refuseChanged } from "./users.js";

/** One action; what takes an admin away looks once more at how many are left, whatever failed before. */
export async function carryOutUserAction(
  session: Session,
  declared: UserAssignmentSetInputs,
  plan: UsersPlan,
  { do: what, to: planned, isRemoval, keepsState, user: listed }: UserAction,
): Promise<void> {
  const { users } = session.inventory;
  const user = await users.fetch(listed.id);
  if (user === undefined) {
    users.record(listed.id, undefined);
    if (planned === undefined) return;
    throw new Error(`the user (id ${listed.id}) is gone from the account. Run again.`);
  }
  const to = keepsState && planned !== undefined ? { ...planned, state: user.state, keepsState } : planned;
  if (to !== undefined && describeChange(bindingOf(user), to) === "") {
    users.record(user.id, user);
    return;
  }
  if (!sameEmail(user.email, listed.email)) {
    throw new Error(`the user has the email ${user.email} now. Nothing was written. Run again.`);
  }
  refuseChanged(listed, user);
  if (to !== undefined && (await session.inventory.roles.get(to.roleId)) === undefined) {
    throw noSuchRole(session, to.roleId, "Nothing was written.");
  }
  if ((what === "disable" || what === "restore") && to !== undefined && to.roleId !== user.roleID) {
    await refuseAdminRole(session, declared, to.roleId);
  }
  await changeUser(session, user, to, adminsGuard(session.guard(declared.guard), plan), isRemoval);
}

/** The plan has chosen by a list of roles, which may lag behind: nobody falls back to what has become an admin role. */
async function refuseAdminRole(session: Session, { guard }: UserAssignmentSetInputs, roleId: string): Promise<void> {
  const admins = await adminRolesAmong(session, guard, [roleId]);
  if (!admins.maybe(roleId)) return;
  throw new Error(
    `role ${roleId}, which the user would fall back to, is an admin role by now. Nothing was written. Run again.`,
  );
}
