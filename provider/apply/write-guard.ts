import type { Guard, Removal } from "../plan/guard/guard.js";
import { adminsGuard, type Judged } from "../plan/guard/judge.js";
import type { Session } from "../session/session.js";

type Admins = NonNullable<Judged["admins"]>;

/** Judges a removal again, for a write that was held up. */
export type JudgeAgain = () => Promise<unknown>;

/** Judges the writes of one role or user. */
export interface WriteGuard {
  readonly guard: Guard;
  /** Judges a removal and sends it; `admins` only if it takes some away. */
  pass<T>(removal: Removal, admins: Admins | undefined, write: () => Promise<T>): Promise<T>;
}

/** The guards have judged and counted a set's whole plan: what remains is to count the admins that are left again. */
export function restOf(
  session: Session,
  guard: Guard | undefined,
  plan: Parameters<typeof adminsGuard>[1],
): WriteGuard {
  const rest = adminsGuard(session.guard(guard), plan);
  return {
    guard: rest,
    async pass(removal, admins, write) {
      if (admins !== undefined) session.removals.again(rest, removal, { admins });
      return write();
    },
  };
}

/**
 * Writes that take admins away come one after the other: of two at the same moment, the second is judged without the first. One
 * that is held up counts the admins again.
 */
export function inTurn<T>(
  { removals }: Session,
  guard: WriteGuard,
  removal: Removal,
  admins: () => Promise<Admins>,
  write: (judge: JudgeAgain) => Promise<T>,
): Promise<T> {
  return removals.inTurn(async () => {
    const judge = async () => removals.again(guard.guard, removal, { admins: await admins() });
    return guard.pass(removal, await admins(), () => write(judge));
  });
}
