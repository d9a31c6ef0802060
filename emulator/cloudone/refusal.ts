/** The statuses with which the server refuses a request. */
type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 429;

/** A request that the server refuses; the error handler turns it into the response. */
export class Refusal extends Error {
  override name = "Refusal" as const;
  readonly status: RefusalStatus;
  readonly fields: Record<string, string> | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: RefusalStatus,
    message: string,
    { fields, headers = {} }: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }
}
