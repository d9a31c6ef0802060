import type { AnswerDefect, AnswerError } from "./answer-error.js";
import type { ApiError } from "./api-error.js";
import type { Call } from "./call.js";
import type { Dialect } from "./dialect.js";
import type { TransportError, TransportFailure } from "./transport-error.js";

/** One failed try of a request, before it is known what follows. */
export interface Failure {
  /** A status from 400, or what failed instead of one. */
  failure: number | AnswerDefect | TransportFailure;
  mayHaveArrived: boolean;
  /** The wait that the server asked for, in milliseconds. */
  askedMs?: number | undefined;
  /** The error, with a note on the tries so far: "" or " after 4 tries in 12 s". */
  toError(note: string): ApiError | AnswerError | TransportError;
}

/** A call, with the dialect in which the server answers it. */
export interface Scene extends Call {
  dialect: Dialect;
}
