import type { Guard } from "../../plan/guard/guard.js";
import { bindingOf } from "../../plan/users/user-members.js";
import type { UserAction, UsersPlan } from "../../plan/users/users.js";
import { fateOf, RETAINED } from "../../plan/users/users-messages.js";
import type { Session } from "../../session/session.js";
import { forEachConcurrent } from "../for-each-concurrent.js";
import { invite } from "./invitations.js";
import { carryOutUsersPlan } from "./user-actions.js";

/** What has become of a set's plan. */
export interface UserSetDone {
  failures: string[];
  /** The ids of users whose action failed or never began, since the run was cancelled. */
  failed: ReadonlySet<string>;
  /** The role of each open invitation, by email. */
  invitedTo: ReadonlyMap<string, string>;
  /** What has become of users who are not declared. */
  fates: { email: string; fate: string }[];
}

/**
 * Carries out the plan of a set: what gives access before what takes it. One user that fails does not stop the others, and an
 * action counts as failed until it is done.
 */
export async function carryOutUserSet(
  session: Session,
  guard: Guard | undefined,
  plan: UsersPlan,
): Promise<UserSetDone> {
  const declared = new Set([...plan.users.values()].map(({ id }) => id));
  const failed = new Set(plan.actions.map(({ user }) => user.id));
  const fates = plan.retained.map((email) => ({ email, fate: RETAINED }));
  const carryOutOne = carryOutUsersPlan(session, guard, plan);
  const carryOut = async (action: UserAction) => {
    const { user } = action;
    const now = await carryOutOne(action);
    failed.delete(user.id);
    if (!declared.has(user.id)) fates.push({ email: user.email, fate: fateOf(action, now && bindingOf(now)) });
  };
  const invitedTo = new Map([...plan.pending].map(([email, { roleID }]) => [email, roleID]));
  const sendOne = async ({ email, roleId }: UsersPlan["invitations"][number]) => {
    invitedTo.set(email, (await invite(session, email, roleId)).roleID);
  };
  const name = ({ email }: { email: string }) => `user ${email}`;
  const failures = await forEachConcurrent(plan.invitations, name, sendOne, session.signal);
  for (const isRemoval of [false, true]) {
    const phase = plan.actions.filter((action) => action.isRemoval === isRemoval);
    failures.push(...(await forEachConcurrent(phase, ({ user }) => name(user), carryOut, session.signal)));
  }
  return { failures, failed, invitedTo, fates };
}
