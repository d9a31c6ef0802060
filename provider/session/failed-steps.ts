/**
 * The steps of this run that failed. Under `pulumi up --continue-on-error` the engine goes on after one: it passes over what
 * depends on it, without a word to the provider, and then deletes what the program declares no longer under the old name.
 * What was passed over may declare the very same object.
 */
export class FailedSteps {
  readonly #steps = new Set<string>();

  add(step: string): void {
    this.#steps.add(step);
  }

  /** Throws where a deletion might take what another resource of the program declares. */
  refuseDeletion(): void {
    if (this.#steps.size === 0) return;
    throw new Error(
      `another step of this run failed (${[...this.#steps].join(", ")}), and what depends on it was passed over: it may declare ` +
        "the same object. Nothing was sent, and the state keeps it. Mend the failure and run again",
    );
  }
}
