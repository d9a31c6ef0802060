/**
 * The steps of this run that failed. Under `pulumi up --continue-on-error` the engine continues after a failure: it skips what
 * depends on the failed step, without telling the provider, and then deletes resources whose names have left the program.
 * A skipped resource may declare the very same object.
 */
export class FailedSteps {
  readonly #steps = new Set<string>();

  add(step: string): void {
    this.#steps.add(step);
  }

  /** Throws if a deletion might affect an object that another resource of the program declares. */
  refuseDeletion(): void {
    if (this.#steps.size === 0) return;
    throw new Error(
      `another step of this run failed (${[...this.#steps].join(", ")}), and resources that depend on it were skipped: one may ` +
        "declare the same object. Nothing was sent, and the state keeps this resource. Fix the failure and run again",
    );
  }
}
