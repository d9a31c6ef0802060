/** A request that SailPoint refuses; the error handler turns it into one of the three bodies. */
export class SailPointRefusal extends Error {
  override name = "SailPointRefusal" as const;
  readonly status: 400 | 401 | 403 | 404 | 429 | 500;
  readonly headers: Record<string, string>;

  constructor(status: SailPointRefusal["status"], message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
