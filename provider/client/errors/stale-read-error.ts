import type { ApiError } from "./api-error.js";
import type { InvalidResponseError } from "./invalid-response-error.js";
import type { TransportError } from "./transport-error.js";

export interface StaleReadErrorFields {
  method: string;
  /** Path below the base URL, without the query. */
  path: string;
  waitedSeconds: number;
  /** What the server asked for at last, where it did. */
  askedSeconds?: number | undefined;
  /** The last failure, where there was one. */
  cause?: ApiError | TransportError | InvalidResponseError | undefined;
}

/**
 * A write was held up for so long that what it rests on may have changed meanwhile. It had no effect. Whoever asked reads
 * the object again and makes the write anew.
 */
export class StaleReadError extends Error {
  override readonly name = "StaleReadError" as const;
  readonly method: string;
  readonly path: string;
  readonly waitedSeconds: number;
  declare readonly askedSeconds?: number;
  declare readonly cause?: ApiError | TransportError | InvalidResponseError;

  constructor({ method, path, waitedSeconds, askedSeconds, cause }: StaleReadErrorFields) {
    super(
      `${method} ${path} was not carried out: it was held up for ${Math.round(waitedSeconds)} s, and what it was to change may be ` +
        `different by now. Read the object again before sending it anew.${cause === undefined ? "" : ` Last: ${cause.message}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.method = method;
    this.path = path;
    this.waitedSeconds = waitedSeconds;
    if (askedSeconds !== undefined) this.askedSeconds = askedSeconds;
  }
}
