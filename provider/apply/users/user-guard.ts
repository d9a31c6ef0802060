import type { Binding } from "../../plan/access/bindings.js";
import type { Guard } from "../../plan/guard/guard.js";
import type { UserAction, UsersPlan } from "../../plan/users/users.js";
import type { Session } from "../../session/session.js";
import { restOf, type WriteGuard } from "../write-guard.js";

/** Judges the write of one user. */
export interface UserGuard extends WriteGuard {
  /** Whether the change counts as a removal. `takes` says whether it takes access away, given what the roles hold now. */
  isRemoval(takes: boolean, to: Binding | undefined): boolean;
}

/** Each write of a user who is declared alone is judged by itself, and counted. */
export function userGuardAlone(session: Session, guard: Guard | undefined): UserGuard {
  const merged = session.guard(guard);
  return {
    guard: merged,
    isRemoval: (takes) => takes,
    pass: (removal, admins, write) => session.removals.one(merged, removal, admins && { admins }, write),
  };
}

/**
 * The guards have judged and counted a set's whole plan, so only the remaining admins are counted again. Call it once for a
 * plan, since it reads all of its removals.
 */
export function userGuardInPlan(
  session: Session,
  guard: Guard | undefined,
  plan: UsersPlan,
): (action: UserAction) => UserGuard {
  const rest = restOf(session, guard, plan);
  return ({ isRemoval }) => ({
    ...rest,
    isRemoval(takes, to) {
      if (takes && to !== undefined && !isRemoval) throw new Error(narrowedMeanwhile(to));
      return isRemoval;
    },
  });
}

function narrowedMeanwhile({ roleId }: Binding): string {
  return `role ${roleId} is being changed in this run, and the user would lose more than the guards judged. Nothing was written. Run again.`;
}
