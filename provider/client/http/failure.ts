import type { ApiError } from "../errors/api-error.js";
import type { InvalidResponseError, ResponseDefect } from "../errors/invalid-response-error.js";
import type { TransportError, TransportFailure } from "../errors/transport-error.js";

/** One failed try of a request, before it is known what follows. */
export interface Failure {
  /** A status from 400 up, or what failed instead. */
  failure: number | ResponseDefect | TransportFailure;
  mayHaveArrived: boolean;
  /** The wait that the server asked for, in milliseconds. */
  askedMs?: number | undefined;
  /** The error, with a note on the tries so far: "" or " after 4 tries in 12 s". */
  toError(note: string): ApiError | InvalidResponseError | TransportError;
}
