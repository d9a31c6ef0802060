/** What is wrong with an answer: `foreign` is a 404 that is not the API's own. */
export type AnswerDefect = "html" | "truncated" | "empty" | "shape" | "redirect" | "foreign" | "paging";

export interface AnswerErrorFields {
  defect: AnswerDefect;
  status: number;
  method: string;
  /** Path below the base URL, without the query. */
  path: string;
}

/** Something answered, but not what the API sends: a proxy's page, half a body, another shape. It proves nothing. */
export class AnswerError extends Error {
  override readonly name = "AnswerError" as const;
  readonly defect: AnswerDefect;
  readonly status: number;
  readonly method: string;
  readonly path: string;

  constructor(message: string, fields: AnswerErrorFields) {
    super(message);
    this.defect = fields.defect;
    this.status = fields.status;
    this.method = fields.method;
    this.path = fields.path;
  }
}
