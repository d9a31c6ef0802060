import type { ApiError } from "./api-error.js";
import type { InvalidResponseError } from "./invalid-response-error.js";
import type { TransportError } from "./transport-error.js";

/**
 * A POST or DELETE may have taken effect: bytes may have arrived, and no response proves it either way.
 * The caller reads the object back and compares; `cause` says what happened.
 */
export class UnknownOutcomeError extends Error {
  override readonly name = "UnknownOutcomeError" as const;
  override readonly cause: ApiError | TransportError | InvalidResponseError;
  readonly method: string;
  readonly path: string;

  constructor(method: string, path: string, cause: ApiError | TransportError | InvalidResponseError) {
    super(`${cause.message} The ${method} may still have taken effect; read the object back before sending it again.`);
    this.method = method;
    this.path = path;
    this.cause = cause;
  }
}
