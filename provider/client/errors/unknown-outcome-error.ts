/**
 * A POST or DELETE may have taken effect: bytes may have arrived, and no response proves it either way.
 * The caller reads the object back and compares; `cause` says what happened.
 */
export class UnknownOutcomeError extends Error {
  override readonly name = "UnknownOutcomeError" as const;
  /** An `ApiError`, an `InvalidResponseError`, or an error with the `code` of a network failure. */
  override readonly cause: Error;
  readonly method: string;
  readonly path: string;

  constructor(method: string, path: string, cause: Error) {
    super(`${cause.message} The ${method} may still have taken effect; read the object back before sending it again.`);
    this.method = method;
    this.path = path;
    this.cause = cause;
  }
}
