/** How one call is treated in the client's own queue. */
export interface CallOptions {
  /** Requests of one queue wait for each other; queues are served in turn. A set has one of its own, so that it starves nobody. */
  queue?: string;
  /**
   * For a write that rests on what was read just now: it goes before the rest of its queue, and rejects with `StaleReadError`
   * rather than be sent later than that. In milliseconds.
   */
  maxReadAgeMs?: number;
}

/** One call of the API, before authentication, pacing and retries. */
export interface ApiRequest<Result> extends CallOptions {
  method: "GET" | "POST" | "DELETE";
  /** Below the base URL, ids percent-encoded. */
  path: string;
  query?: Record<string, string | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form instead. */
  form?: Record<string, string>;
  /** The POST changes nothing, so it is retried as a GET is. */
  idempotent?: true;
  /** Reads the parsed JSON of a 2xx answer, and its headers, whose names are in lower case. */
  result: ResultReader<Result>;
}

export type ResultReader<Result> = (
  json: unknown,
  headers: Record<string, string>,
) => { value: Result } | { defect: string };

/** Sends a request and everything that belongs to it: key, queue, retries, errors. */
export type Send = <Result>(request: ApiRequest<Result>) => Promise<Result>;
