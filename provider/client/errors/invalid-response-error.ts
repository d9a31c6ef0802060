/** What is wrong with a response: `foreign` is a 404 that is not the API's own. */
export type ResponseDefect = "html" | "truncated" | "empty" | "shape" | "redirect" | "foreign" | "paging";

interface InvalidResponseErrorFields {
  defect: ResponseDefect;
  status: number;
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
}

/** A response that the API does not send: a proxy's page, half a body, another shape. It proves nothing. */
export class InvalidResponseError extends Error {
  override readonly name = "InvalidResponseError" as const;
  readonly defect: ResponseDefect;
  readonly status: number;
  readonly method: string;
  readonly path: string;

  constructor(message: string, fields: InvalidResponseErrorFields) {
    super(message);
    this.defect = fields.defect;
    this.status = fields.status;
    this.method = fields.method;
    this.path = fields.path;
  }
}
