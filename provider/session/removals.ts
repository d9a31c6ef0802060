import { type Guard, type Judged, judge, list, type Removal, reasonsAgainst } from "../plan/guard.js";

/** A guard refused to take access away. */
export class GuardRefusal extends Error {
  override name = "GuardRefusal" as const;
}

/**
 * Says how a deletion may be allowed: its resource is in the program no longer, and of a guard's `allow` no state keeps
 * anything. The environment reaches every run; the configuration only one whose program still uses the package.
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

/** The removals of this process: those done and those under way. */
export class Removals {
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Counts removals that a whole plan's guards have passed. */
  add(removals: number): void {
    this.#count += removals;
  }

  /** Judges a single removal and carries it out, or throws a {@link GuardRefusal}. */
  async one<T>(guard: Guard, removal: Removal, facts: Omit<Judged, "removals">, write: () => Promise<T>): Promise<T> {
    const refusal = judge(guard, { ...facts, removals: [removal], before: this.#count });
    if (refusal !== undefined) throw new GuardRefusal(refusal);
    // A write that fails stays counted: it may have had its effect.
    this.#count += 1;
    return write();
  }

  /** Judges a removal of a plan that has passed its guards, by what has become of the account meanwhile. */
  again<T>(guard: Guard, removal: Removal, facts: Omit<Judged, "removals">, write: () => Promise<T>): Promise<T> {
    const refusal = judge(guard, { ...facts, removals: [removal] });
    if (refusal !== undefined) throw new GuardRefusal(refusal);
    return write();
  }

  /** Judges what a plan that has passed its guards did not know of. What it has counted is not counted again. */
  unplanned(guard: Guard, removal: Removal, { isCounted }: { isCounted: boolean }): void {
    const { maxRemovals: _, ...unlimited } = guard;
    const reasons = reasonsAgainst(isCounted ? unlimited : guard, { removals: [removal], before: this.#count });
    if (reasons.length > 0) {
      throw new GuardRefusal(
        `${reasons.join("\n")}\nRefused: ${list([removal])}, which nobody had when the plan was judged. Nothing was written to it. Run again.`,
      );
    }
    if (!isCounted) this.#count += 1;
  }

  /** Carries out one after the other what may not be judged side by side, such as the removal of two admins. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
