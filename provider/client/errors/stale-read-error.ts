export interface StaleReadErrorFields {
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
  waitedSeconds: number;
  /** What the server last asked for, if it did. */
  askedSeconds?: number | undefined;
  /** The last failure, if there was one. */
  cause?: Error | undefined;
}

/**
 * A write was held up for so long that the object it is based on may have changed in the meantime. It had no effect. The
 * caller reads the object again and makes a new write.
 */
export class StaleReadError extends Error {
  override readonly name = "StaleReadError" as const;
  readonly method: string;
  readonly path: string;
  readonly waitedSeconds: number;
  declare readonly askedSeconds?: number;
  declare readonly cause?: Error;

  constructor({ method, path, waitedSeconds, askedSeconds, cause }: StaleReadErrorFields) {
    super(
      `${method} ${path} was not carried out: it was held up for ${Math.round(waitedSeconds)} s, and the object may have ` +
        `changed since it was read. Read it again before sending another write.${cause === undefined ? "" : ` Last: ${cause.message}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.method = method;
    this.path = path;
    this.waitedSeconds = waitedSeconds;
    if (askedSeconds !== undefined) this.askedSeconds = askedSeconds;
  }
}
