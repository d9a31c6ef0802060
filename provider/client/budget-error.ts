import type { AnswerError } from "./answer-error.js";
import type { ApiError } from "./api-error.js";
import type { TransportError } from "./transport-error.js";

export interface BudgetErrorFields {
  method: string;
  /** Path below the base URL, without the query. */
  path: string;
  /** What the operation may take, its place in the client's own queue not counted. */
  budgetSeconds: number;
  /** What it took: requests, pauses, and waits the server asked for. */
  waitedSeconds: number;
  /** What the server asked for at last, where it did. */
  askedSeconds?: number | undefined;
  /** The last failure, where there was one. */
  cause?: ApiError | TransportError | AnswerError | undefined;
}

/** The operation's time is used up, or the server asks for more than is left of it. Nothing was changed by it. */
export class BudgetError extends Error {
  override readonly name = "BudgetError" as const;
  readonly method: string;
  readonly path: string;
  readonly budgetSeconds: number;
  readonly waitedSeconds: number;
  declare readonly askedSeconds?: number;

  constructor(fields: BudgetErrorFields) {
    const { method, path, budgetSeconds, waitedSeconds, askedSeconds, cause } = fields;
    const asked = askedSeconds === undefined ? "" : `; the server asked to wait ${seconds(askedSeconds)}`;
    const last = cause === undefined ? "" : ` Last: ${cause.message}`;
    super(
      `${method} ${path}: gave up after ${seconds(waitedSeconds)} of the ${seconds(budgetSeconds)} that one operation may take${asked}. ` +
        `Run again when the service is well.${last}`,
      cause === undefined ? undefined : { cause },
    );
    this.method = method;
    this.path = path;
    this.budgetSeconds = budgetSeconds;
    this.waitedSeconds = waitedSeconds;
    if (askedSeconds !== undefined) this.askedSeconds = askedSeconds;
  }
}

const seconds = (value: number): string => `${Math.round(value * 10) / 10} s`;
