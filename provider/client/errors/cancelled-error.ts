/** The run was cancelled, or its engine is gone: a request that was not in progress is not sent, and changes nothing. */
export class CancelledError extends Error {
  override readonly name = "CancelledError" as const;

  constructor(what: string) {
    super(`${what}: the run was cancelled. What was done is kept; run again to do the rest.`);
  }
}
