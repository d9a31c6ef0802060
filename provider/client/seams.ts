import type { Clock } from "./clock.js";
import type { Transport } from "./http/transport.js";
import type { RateLimiter } from "./pacing/rate-limiter.js";

/** What the provider, the command and the tests put in place of a client's own parts. Scripts have no use for them. */
export interface Seams {
  /** @default one got instance */
  transport?: Transport;
  /** @default the system's */
  clock?: Clock;
  /** Numbers in [0, 1). @default Math.random */
  random?: () => number;
  /** What paces the requests. @default one per base URL and key id in this process */
  rateLimiter?: RateLimiter;
  /** Once aborted, nothing waits and nothing more is sent, except to find out the outcome of writes that were sent. */
  signal?: AbortSignal;
}
