import { type Guard, isBounded, type Removal } from "../../plan/guard/guard.js";
import { affectsAnyone, losing, type RoleAction, type RolesPlan, roleRemoval } from "../../plan/roles/roles.js";
import type { Session } from "../../session/session.js";
import { restOf, type WriteGuard } from "../write-guard.js";
import { holdersOf, peopleWith, unmatchedIn } from "./role-holders.js";

/** Judges the writes of one role. */
export interface RoleGuard extends WriteGuard {
  /** The removal that losing these URNs counts as; undefined if no one loses anything. */
  narrowing(lost: readonly string[]): Promise<Removal | undefined>;
}

/** Each write of a role that is declared alone is judged by itself, and counted. */
export function roleGuardAlone(session: Session, guard: Guard | undefined, id: string): RoleGuard {
  const merged = session.guard(guard);
  // The holders are read only if a guard depends on them.
  const looks = isBounded(merged);
  return {
    guard: merged,
    async narrowing(lost) {
      const { roleId: own } = await session.proof.owner();
      const holders = looks ? await holdersOf(session, id) : undefined;
      const facts = { holders, mayBeOwn: own === undefined || own === id, guard: merged };
      if (!affectsAnyone(id, facts)) return undefined;
      return { ...roleRemoval(id, losing(lost)), users: looks ? await peopleWith(session, id) : [] };
    },
    async pass(removal, admins, write) {
      const key = await session.proof.owner();
      const unmatched = removal.users?.length ? await unmatchedIn(session, merged) : [];
      return session.removals.one(merged, removal, { key, unmatched, ...(admins && { admins }) }, write);
    },
  };
}

/**
 * The guards have judged the set's whole plan. A write that would take away something else, or from someone else, than the
 * plan knew is not sent, and the remaining admins are counted again. Call it once for a plan, since it reads all of its removals.
 */
export function roleGuardInPlan(
  session: Session,
  guard: Guard | undefined,
  plan: RolesPlan,
): (action: RoleAction) => RoleGuard {
  const merged = session.guard(guard);
  const rest = restOf(session, guard, plan);
  const removals = new Map(plan.removals.flatMap((one) => (one.kind === "role" ? [[one.id, one] as const] : [])));
  return (action) => guardedOne(session, { merged, rest, counted: removals.get(action.id) }, action);
}

/** The guard by which the plan was judged, what of it remains, and the removal that the plan has counted. */
interface JudgedInPlan {
  merged: Guard;
  rest: WriteGuard;
  counted: Removal | undefined;
}

function guardedOne(session: Session, { merged, rest, counted }: JudgedInPlan, action: RoleAction): RoleGuard {
  const { id } = action;
  return {
    ...rest,
    async narrowing(lost) {
      refuseUnjudged(action.do === "modify" ? action.lost : [], lost);
      const known = action.do === "modify" ? action.holders : [];
      if (isBounded(merged)) await refuseNewHolders(session, merged, { id, lost, known, isCounted: !!counted });
      return counted ?? roleRemoval(id, losing(lost));
    },
  };
}

/** The write would take away what someone added to the role since, and no guard has judged that. */
export function refuseUnjudged(judged: readonly string[], lost: readonly string[]): void {
  const more = lost.filter((urn) => !judged.includes(urn));
  if (more.length === 0) return;
  throw new Error(
    `someone changed the role after it was read: this write would also remove ${more.join(", ")}. Nothing was written. Run again.`,
  );
}

interface Late {
  id: string;
  lost: readonly string[];
  /** The holders that the plan knew of. */
  known: readonly string[];
  /** Whether the plan has counted the narrowing as a removal. */
  isCounted: boolean;
}

/** Someone may have been assigned the role, in this run, since the plan of its set was judged. */
async function refuseNewHolders(session: Session, guard: Guard, { id, lost, known, isCounted }: Late): Promise<void> {
  const isKnown = new Set(known);
  const more = (await holdersOf(session, id))?.filter((holder) => !isKnown.has(holder)) ?? [];
  if (more.length === 0) return;
  const removal = roleRemoval(id, `${losing(lost)}, held by ${more.toSorted().join(", ")}`);
  const unmatched = await unmatchedIn(session, guard);
  session.removals.unplanned(guard, { ...removal, users: await peopleWith(session, id) }, { unmatched, isCounted });
}
