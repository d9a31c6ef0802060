import { describeChange } from "../plan/bindings.js";
import { adminsGuard } from "../plan/guard.js";
import { sameEmail } from "../plan/user-assignment.js";
import type { UserAssignmentSetInputs } from "../plan/user-assignment-set.js";
import type { UserAction, UsersPlan } from "../plan/users.js";
import type { Session } from "../session/session.js";
import { noSuchRole } from "./no-such-role.js";
import { bindingOf, changeUser, refuseChanged } from "./users.js";

/** One action; what takes an admin away looks once more at how many are left, whatever failed before. */
export async function carryOutUserAction(
  session: Session,
  declared: UserAssignmentSetInputs,
  plan: UsersPlan,
  { to: planned, isRemoval, keepsState, user: listed }: UserAction,
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
  await changeUser(session, user, to, adminsGuard(session.guard(declared.guard), plan), isRemoval);
}
