import type { ApiError } from "./api-error.js";
import type { InvalidResponseError } from "./invalid-response-error.js";
import type { TransportError } from "./transport-error.js";

export interface DeadlineErrorFields {
  method: string;
  /** Path below the base URL, without the query. */
  path: string;
  /** What the operation may take, its place in the client's own queue not counted. */
  deadlineSeconds: number;
  /** What it took: requests, pauses, and waits the server asked for. */
  waitedSeconds: number;
  /** What the server asked for at last, where it did. */
  askedSeconds?: number | undefined;
  /** The last failure, where there was one. */
  cause?: ApiError | TransportError | InvalidResponseError | undefined;
}

/** The operation's time is used up, or the server asks for more than is left of it. Nothing was changed by it. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError" as const;
  readonly method: string;
  readonly path: string;
  readonly deadlineSeconds: number;
  readonly waitedSeconds: number;
  declare readonly askedSeconds?: number;

  constructor(fields: DeadlineErrorFields) {
    const { method, path, deadlineSeconds, waitedSeconds, askedSeconds, cause } = fields;
    const asked = askedSeconds === undefined ? "" : `; the server asked to wait ${seconds(askedSeconds)}`;
    const last = cause === undefined ? "" : ` Last: ${cause.message}`;
    super(
      `${method} ${path}: gave up after ${seconds(waitedSeconds)} of the ${seconds(deadlineSeconds)} that one operation may take${asked}. ` +
        `Run again when the service is well.${last}`,
      cause === undefined ? undefined : { cause },
    );
    this.method = method;
    this.path = path;
    this.deadlineSeconds = deadlineSeconds;
    this.waitedSeconds = waitedSeconds;
    if (askedSeconds !== undefined) this.askedSeconds = askedSeconds;
  }
}

const seconds = (value: number): string => `${Math.round(value * 10) / 10} s`;
