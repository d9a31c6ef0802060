import { noSuchRole } from "../../apply/no-such-role.js";
import { carryOutForUser } from "../../apply/users/user-actions.js";
import type { User } from "../../client/index.js";
import type { Binding } from "../../plan/access/bindings.js";
import { roleOf } from "../../plan/users/until.js";
import { bindingDifferences, type UserAssignmentInputs } from "../../plan/users/user-assignment.js";
import { bindingOf } from "../../plan/users/user-members.js";
import type { UserAction } from "../../plan/users/users.js";
import { describeDone, describeRestored, fateOf } from "../../plan/users/users-messages.js";
import { asLeft } from "../../session/not-kept-error.js";
import type { Session } from "../../session/session.js";
import type { UserAssignmentOutputs } from "./outputs.js";
import type { UserAssignmentPlan } from "./plan.js";

/** Carries out the policy and describes what was done. */
export async function drop(
  session: Session,
  stored: UserAssignmentOutputs,
  { users, user, guard, isLeft }: UserAssignmentPlan,
): Promise<string[]> {
  if (isLeft) return [];
  if (users === undefined || user === undefined) return [`user ${stored.email}: gone from the account already`];
  for (const text of describeRestored(users)) session.log.warn(text);
  const [action] = users.actions;
  const now = action === undefined ? user : await carryOutForUser(session, guard, action, user);
  const fate = fateOf(action ?? { do: "disable" }, now && bindingOf(now));
  return describeDone([{ email: user.email, fate: action === undefined ? `${fate} already` : fate }]);
}

/** Gives the user what is declared, as planned, and returns them as they are then; a write that was not kept included. */
export async function bind(session: Session, { users, user, guard }: UserAssignmentPlan): Promise<User | undefined> {
  const [action] = users?.actions ?? [];
  if (action === undefined || user === undefined) return user;
  const written = carryOutForUser(session, guard, action, user).then((now) => now ?? user);
  return asLeft(written, (now) => bindingDifferences(goalOf(action), bindingOf(now)));
}

/** The role that follows an end must exist before access with that end is given. */
export async function requireThen(session: Session, { then = "disable" }: UserAssignmentInputs): Promise<void> {
  const roleId = roleOf(then);
  if (roleId === undefined || (await session.inventory.roles.get(roleId)) !== undefined) return;
  throw await noSuchRole(session, roleId, "`then` gives this role. Nothing was written.");
}

/** What a write is for; an undeclared state is not part of it. */
function goalOf({ to, keepsState }: UserAction): Partial<Binding> {
  return { ...(to && { roleId: to.roleId }), ...(to && !keepsState && { state: to.state }) };
}
