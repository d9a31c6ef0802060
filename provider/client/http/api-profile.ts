import type { Redact } from "./redact.js";
import type { RequestSubject } from "./request-context.js";
import type { TransportResponse } from "./transport.js";

/** What tells one vendor's API from another's: how it words its errors, and how our settings for it are called. */
export interface ApiProfile {
  /** The settings, as messages name them. */
  readonly settings: {
    /** Which server is asked. */
    server: string;
    timeoutSeconds: string;
  };
  /** What else to say beside every failure of this API, such as how to do without it. */
  readonly remark?: string;
  /** Whether an answer is the API's own error, and so can prove that an object is gone. */
  isOwnError(answer: TransportResponse): boolean;
  /** The server's own words, fit to show; "" where there are none. */
  wordsOf(answer: TransportResponse, redact: Redact): string;
  /** What the server adds to its words, by name. */
  fieldsOf(answer: TransportResponse, redact: Redact): Record<string, string> | undefined;
  /** What to do next after a refusal, for the reader of a pipeline's log. */
  advice(answer: TransportResponse, call: RequestSubject): string;
}
