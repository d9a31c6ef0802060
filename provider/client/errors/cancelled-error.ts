/** The run was cancelled, or its engine is gone: what was not under way by then is not sent. Nothing was changed by it. */
export class CancelledError extends Error {
  override readonly name = "CancelledError" as const;

  constructor(what: string) {
    super(`${what}: the run was cancelled. Run again: what was done is kept, and the rest is done then.`);
  }
}
