/** What the sentences of errors need to know of a request; nothing of it is secret. */
export interface RequestSubject {
  method: "GET" | "POST" | "DELETE";
  /** Path below the base URL, without the query. */
  path: string;
  /** Host and port. */
  host: string;
  keyId: string;
}
