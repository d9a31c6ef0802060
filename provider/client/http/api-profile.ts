import type { Redact } from "./redact.js";
import type { RequestSubject } from "./request-subject.js";
import type { TransportResponse } from "./transport.js";

/** What distinguishes one vendor's API from another's: how it words its errors, and what our settings for it are called. */
export interface ApiProfile {
  /** The settings' names in messages. */
  readonly settings: {
    /** The setting for the server. */
    server: string;
    timeoutSeconds: string;
  };
  /** What to add to every failure of this API, such as how to do without it. */
  readonly remark?: string;
  /** Whether a response is the API's own error, and so can prove that an object is gone. */
  isOwnError(response: TransportResponse): boolean;
  /** The server's own words, safe to show; "" if there are none. */
  wordsOf(response: TransportResponse, redact: Redact): string;
  /** What the server adds to its words, by name. */
  fieldsOf(response: TransportResponse, redact: Redact): Record<string, string> | undefined;
  /** What to do next after a refusal, for the reader of a pipeline's log. */
  advice(response: TransportResponse, call: RequestSubject): string;
}
