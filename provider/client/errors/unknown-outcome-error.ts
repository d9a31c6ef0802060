import type { ApiError } from "./api-error.js";
import type { InvalidResponseError } from "./invalid-response-error.js";
import type { TransportError } from "./transport-error.js";

/**
 * A POST or DELETE may have had its effect: bytes may have arrived and no answer proves either way.
 * Whoever asked reads the object back and compares; `cause` says what happened.
 */
export class UnknownOutcomeError extends Error {
  override readonly name = "UnknownOutcomeError" as const;
  override readonly cause: ApiError | TransportError | InvalidResponseError;
  readonly method: string;
  readonly path: string;

  constructor(method: string, path: string, cause: ApiError | TransportError | InvalidResponseError) {
    super(
      `${cause.message} The ${method} may have had its effect all the same; read the object back before sending it again.`,
    );
    this.method = method;
    this.path = path;
    this.cause = cause;
  }
}
