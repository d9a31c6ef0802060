/** What the API said when it refused a request, cleaned of secrets and control characters. */
interface Refusal {
  /** HTTP status, 400 to 599. */
  status: number;
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
  /** The server's own words, of limited length; "" if it said nothing. */
  serverMessage: string;
  /** The vendor's `fields`: what is wrong with which property of the body. */
  fields?: Record<string, string> | undefined;
  /** What `Retry-After` asked for. */
  retryAfterSeconds?: number | undefined;
}

/** The API responded with a 4xx or 5xx status. */
export class ApiError extends Error {
  override readonly name: "ApiError" | "NotFoundError" = "ApiError";
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly serverMessage: string;
  readonly fields: Readonly<Record<string, string>>;
  declare readonly retryAfterSeconds?: number;

  constructor(message: string, refusal: Refusal) {
    super(message);
    this.status = refusal.status;
    this.method = refusal.method;
    this.path = refusal.path;
    this.serverMessage = refusal.serverMessage;
    this.fields = refusal.fields ?? {};
    if (refusal.retryAfterSeconds !== undefined) this.retryAfterSeconds = refusal.retryAfterSeconds;
  }
}

/** The API's own 404: its JSON error, not a proxy's page. The only proof that an object is gone. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError" as const;
}
