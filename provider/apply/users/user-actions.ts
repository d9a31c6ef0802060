import type { User } from "../../client/index.js";
import type { Guard } from "../../plan/guard/guard.js";
import { sameEmail } from "../../plan/users/user-assignment.js";
import type { UserAction, UsersPlan } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import { noSuchRole } from "../no-such-role.js";
import { mayBeAdminRole } from "../roles/role-contents.js";
import { type UserGuard, userGuardAlone, userGuardInPlan } from "./user-guard.js";
import { changeUser, type Goal, isAt, refuseChanged } from "./users.js";

/** Carries out an action on a user who is declared alone and was read just now. */
export function carryOutForUser(
  session: Session,
  guard: Guard | undefined,
  action: UserAction,
  live: User,
): Promise<User | undefined> {
  return carryOut(session, guard, action, live, userGuardAlone(session, guard));
}

/** Carries out the actions of a set's plan, each on the user as they are now. Returns what has become of them. */
export function carryOutUsersPlan(
  session: Session,
  guard: Guard | undefined,
  plan: UsersPlan,
): (action: UserAction) => Promise<User | undefined> {
  const judge = userGuardInPlan(session, guard, plan);
  return (action) => carryOutPlanned(session, guard, action, judge(action));
}

async function carryOutPlanned(
  session: Session,
  guard: Guard | undefined,
  action: UserAction,
  judge: UserGuard,
): Promise<User | undefined> {
  const { users } = session.inventory;
  const { user: listed } = action;
  const live = await users.fetch(listed.id);
  if (live === undefined) {
    users.record(listed.id, undefined);
    if (action.to === undefined) return undefined;
    throw new Error(`the user (id ${listed.id}) is gone from the account. Run again.`);
  }
  const goal = goalOf(action);
  if (goal !== undefined && isAt(live, goal)) {
    users.record(live.id, live);
    return live;
  }
  if (!sameEmail(live.email, listed.email)) {
    throw new Error(`the user has the email ${live.email} now. Nothing was written. Run again.`);
  }
  refuseChanged(listed, live);
  return carryOut(session, guard, action, live, judge);
}

async function carryOut(
  session: Session,
  guard: Guard | undefined,
  action: UserAction,
  live: User,
  judge: UserGuard,
): Promise<User | undefined> {
  const { do: kind, to } = action;
  if (to !== undefined && to.roleId !== live.roleID) {
    if ((await session.inventory.roles.get(to.roleId)) === undefined) {
      throw await noSuchRole(session, to.roleId, "Nothing was written.");
    }
    if (kind === "disable" || kind === "restore") await refuseAdminRole(session, guard, to.roleId);
  }
  return changeUser(session, live, goalOf(action), judge);
}

function goalOf({ to, keepsState }: UserAction): Goal | undefined {
  return to && (({ state }) => (keepsState ? { ...to, state } : to));
}

/** The plan chose from a list of roles, which can lag: no one falls back to a role that has become an admin role. */
async function refuseAdminRole(session: Session, guard: Guard | undefined, roleId: string): Promise<void> {
  if (!(await mayBeAdminRole(session, guard, roleId))) return;
  throw new Error(
    `role ${roleId}, which the user would fall back to, is an admin role by now. Nothing was written. Run again.`,
  );
}
