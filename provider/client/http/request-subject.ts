/** What error messages need to know about a request; none of it is secret. */
export interface RequestSubject {
  method: "GET" | "POST" | "DELETE";
  /** Path under the base URL, without the query. */
  path: string;
  /** Host and port. */
  host: string;
  keyId: string;
}
