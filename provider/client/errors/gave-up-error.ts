export interface GaveUpErrorFields {
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
  /** How long the operation took: requests, pauses, and waits the server asked for. */
  waitedSeconds: number;
  /** What the server last asked for, if it did. */
  askedSeconds?: number | undefined;
  /** The last failure, if there was one. */
  cause?: Error | undefined;
}

/** An operation that ended before it had an effect, since it had to wait for too long. */
export abstract class GaveUpError extends Error {
  readonly method: string;
  readonly path: string;
  readonly waitedSeconds: number;
  declare readonly askedSeconds?: number;
  declare readonly cause?: Error;

  constructor(reason: string, { method, path, waitedSeconds, askedSeconds, cause }: GaveUpErrorFields) {
    super(
      cause === undefined ? reason : `${reason} Last: ${cause.message}`,
      cause === undefined ? undefined : { cause },
    );
    this.method = method;
    this.path = path;
    this.waitedSeconds = waitedSeconds;
    if (askedSeconds !== undefined) this.askedSeconds = askedSeconds;
  }
}
