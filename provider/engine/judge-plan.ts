import { type Guard, judge, protectingToo } from "../plan/guard.js";
import { remembersAny } from "../plan/remembered.js";
import type { Plan } from "../resources/resource.js";
import type { Session } from "../session/session.js";

/** Why the guards refuse the plan as a whole; undefined if they pass it, or judge each of its writes. */
export async function refusalOf(session: Session, guard: Guard | undefined, plan: Plan): Promise<string | undefined> {
  const { removals, scope, admins, unmatched = [], protectedIds = {} } = plan;
  if (removals === undefined) return undefined;
  const key = await session.proof.caller();
  return judge(protectingToo(session.guard(guard), [...remembersAny(protectedIds)]), {
    removals,
    key,
    unmatched,
    ...(scope !== undefined && { scope }),
    ...(admins !== undefined && { admins }),
  });
}
