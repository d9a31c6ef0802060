import type { Call } from "./call.js";
import type { Scrub } from "./scrub.js";
import type { TransportAnswer } from "./transport.js";

/** What tells one vendor's API from another's: how it words its errors, and how our settings for it are called. */
export interface Dialect {
  /** The settings, as messages name them. */
  readonly settings: {
    /** Which server is asked. */
    server: string;
    timeoutSeconds: string;
  };
  /** Whether an answer is the API's own error, and so can prove that an object is gone. */
  isOwnError(answer: TransportAnswer): boolean;
  /** The server's own words, fit to show; "" where there are none. */
  wordsOf(answer: TransportAnswer, scrub: Scrub): string;
  /** What the server adds to its words, by name. */
  fieldsOf(answer: TransportAnswer, scrub: Scrub): Record<string, string> | undefined;
  /** What to do next after a refusal, for the reader of a pipeline's log. */
  advice(answer: TransportAnswer, call: Call): string;
}
