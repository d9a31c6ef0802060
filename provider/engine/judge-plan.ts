import { type Guard, protectingToo } from "../plan/guard/guard.js";
import { doubts, judge } from "../plan/guard/judge.js";
import { remembersAny } from "../plan/users/remembered.js";
import type { Plan } from "../resources/resource.js";
import type { Session } from "../session/session.js";

/** Why the guards refuse the whole plan; undefined if they pass it, or if each write is judged by itself. */
export async function refusalOf(session: Session, guard: Guard | undefined, plan: Plan): Promise<string | undefined> {
  const { removals, scope, admins, unmatched = [], protectedIds = {} } = plan;
  if (removals === undefined) return undefined;
  // The owner of the key matters only for roles.
  const key = removals.some(({ kind }) => kind === "role") ? await session.proof.owner() : undefined;
  return judge(protectingToo(session.guard(guard), [...remembersAny(protectedIds)]), {
    removals,
    unmatched,
    writes: session.writes,
    ...(key !== undefined && { key }),
    ...(scope !== undefined && { scope }),
    ...(admins !== undefined && { admins }),
  });
}

/** What a guard may refuse when a single resource is written, as far as it can be known before. */
export function doubtsOf(session: Session, guard: Guard | undefined, plan: Plan): string[] {
  const { removals = [], adminsForecast, scope } = plan;
  const before = session.forecast.othersThan(removals);
  const found = doubts(session.guard(guard), { removals, before, ...(adminsForecast && { admins: adminsForecast }) });
  // A refused removal does not count against the next one. A set has been judged as a whole.
  if (found.length === 0 || scope !== undefined) session.forecast.note(removals);
  return found;
}
