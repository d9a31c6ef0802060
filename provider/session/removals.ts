import type { Guard, Removal, Writes } from "../plan/guard/guard.js";
import { type Judged, judge, reasonsAgainst } from "../plan/guard/judge.js";
import { list } from "../plan/guard/removals.js";

/** A guard refused to take access away. */
export class GuardRefusal extends Error {
  override name = "GuardRefusal" as const;
}

/**
 * Adds how to allow a deletion: its resource has left the program, and `guard.allow` is never stored. The environment reaches
 * every run; the configuration reaches only runs of a program that still uses the package.
 */
export function allowedByEnvironment(error: unknown, configured: Guard | undefined): unknown {
  if (!(error instanceof GuardRefusal)) return error;
  const digest = /allow: "([0-9a-f]+)"/.exec(error.message)?.[1];
  if (digest === undefined) return error;
  const json = (guard: Guard) => `'${JSON.stringify(guard).replaceAll("'", "'\\''")}'`;
  return new GuardRefusal(
    `${error.message}\nIf the program no longer has this resource, run once  CLOUDONE_GUARD=${json({ allow: digest })} pulumi up  ` +
      "(or pulumi destroy). While the program imports pulumi-cloudone, the configuration does as well:  " +
      `pulumi config set cloudone:guard ${json({ ...configured, allow: digest })}  and then pulumi up, or pulumi destroy --run-program`,
  );
}

/** The removals of this process, done or in progress. */
export class Removals {
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #writes: () => Writes;

  constructor(writes: () => Writes) {
    this.#writes = writes;
  }

  /** Counts removals that the guards have passed as part of a whole plan. */
  add(removals: number): void {
    this.#count += removals;
  }

  /** Judges a single removal and carries it out, or throws a {@link GuardRefusal}. */
  async one<T>(
    guard: Guard,
    removal: Removal,
    facts: Omit<Judged, "removals"> | undefined,
    write: () => Promise<T>,
  ): Promise<T> {
    const refusal = judge(guard, { ...facts, removals: [removal], before: this.#count, writes: this.#writes() });
    if (refusal !== undefined) throw new GuardRefusal(refusal);
    // A write that fails stays counted: it may still have taken effect.
    this.#count += 1;
    return write();
  }

  /** Judges a removal again, after its plan has passed the guards, by the account as it is now. */
  again(guard: Guard, removal: Removal, facts: Omit<Judged, "removals">): void {
    const refusal = judge(guard, { ...facts, removals: [removal], writes: this.#writes() });
    if (refusal !== undefined) throw new GuardRefusal(refusal);
  }

  /** Judges a removal that was unknown when its plan passed the guards. If the plan has counted it, it is not counted again. */
  unplanned(
    guard: Guard,
    removal: Removal,
    { isCounted, ...facts }: Pick<Judged, "unmatched"> & { isCounted: boolean },
  ): void {
    const { maxRemovals: _, ...unlimited } = guard;
    const judged = { ...facts, removals: [removal], before: this.#count };
    const reasons = reasonsAgainst(isCounted ? unlimited : guard, judged);
    if (reasons.length > 0) {
      throw new GuardRefusal(
        `${reasons.join("\n")}\nRefused: ${list([removal])}, which was unknown when the plan was judged. Nothing was written to it. Run again.`,
      );
    }
    if (!isCounted) this.#count += 1;
  }

  /** Runs work one at a time if it must not be judged concurrently, such as the removals of two admins. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
