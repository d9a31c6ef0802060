import type { Clock } from "../clock.js";
import { RateLimiter } from "./rate-limiter.js";

const limiters = new WeakMap<Clock, Map<string, RateLimiter>>();

interface Credential {
  baseUrl: string;
  keyId: string;
  /** Each simulation has its own clock, and therefore its own rate limiters. */
  clock: Clock;
}

/** The one rate limiter that all clients of a credential share in this process. */
export function rateLimiterFor({ baseUrl, keyId, clock }: Credential): RateLimiter {
  const ofClock = limiters.get(clock) ?? new Map<string, RateLimiter>();
  limiters.set(clock, ofClock);
  const name = `${keyId} ${baseUrl}`;
  const rateLimiter = ofClock.get(name) ?? new RateLimiter({ clock });
  ofClock.set(name, rateLimiter);
  return rateLimiter;
}
