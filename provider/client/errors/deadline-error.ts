import { GaveUpError, type GaveUpErrorFields } from "./gave-up-error.js";

interface DeadlineErrorFields extends GaveUpErrorFields {
  /** How long the operation may take, not counting its time in the client's own queue. */
  deadlineSeconds: number;
}

/** The operation's time is used up, or the server asks for more than is left. The operation changed nothing. */
export class DeadlineError extends GaveUpError {
  override readonly name = "DeadlineError" as const;
  readonly deadlineSeconds: number;

  constructor(fields: DeadlineErrorFields) {
    const { method, path, deadlineSeconds, waitedSeconds, askedSeconds } = fields;
    const asked = askedSeconds === undefined ? "" : `; the server asked to wait ${seconds(askedSeconds)}`;
    super(
      `${method} ${path}: gave up after ${seconds(waitedSeconds)} of the ${seconds(deadlineSeconds)} that one operation may take${asked}. ` +
        "Try again once the service has recovered.",
      fields,
    );
    this.deadlineSeconds = deadlineSeconds;
  }
}

const seconds = (value: number): string => `${Math.round(value * 10) / 10} s`;
