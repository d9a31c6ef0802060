/** How the client's own queue treats one call. */
export interface CallOptions {
  /** Requests in one queue wait for each other; queues take turns. A set has its own, so that it starves nothing else. */
  queue?: string;
  /**
   * For a write that is based on a recent read: it goes ahead of the rest of its queue, and rejects with `StaleReadError`
   * rather than being sent after this many milliseconds.
   */
  maxReadAgeMs?: number;
}

/** One call of the API, before authentication, pacing and retries. */
export interface ApiRequest<Result> extends CallOptions {
  method: "GET" | "POST" | "DELETE";
  /** Under the base URL, ids percent-encoded. */
  path: string;
  query?: Record<string, string | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form instead. */
  form?: Record<string, string>;
  /** The POST changes nothing, so it is retried like a GET. */
  idempotent?: true;
  /** Reads the parsed JSON of a 2xx response, and its headers, with names in lower case. */
  result: ResultReader<Result>;
}

export type ResultReader<Result> = (
  json: unknown,
  headers: Record<string, string>,
) => { value: Result } | { defect: string };

/** Sends a request with all that goes with it: key, queue, retries, errors. */
export type Send = <Result>(request: ApiRequest<Result>) => Promise<Result>;
