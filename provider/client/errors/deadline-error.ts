export interface DeadlineErrorFields {
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
  /** How long the operation may take, not counting its time in the client's own queue. */
  deadlineSeconds: number;
  /** How long it took: requests, pauses, and waits the server asked for. */
  waitedSeconds: number;
  /** What the server last asked for, if it did. */
  askedSeconds?: number | undefined;
  /** The last failure, if there was one. */
  cause?: Error | undefined;
}

/** The operation's time is used up, or the server asks for more than is left. The operation changed nothing. */
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
        `Try again once the service has recovered.${last}`,
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
