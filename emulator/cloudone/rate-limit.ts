import { createMiddleware } from "hono/factory";
import type { CloudOneContext, CloudOneEnv } from "./context.js";
import { Refusal } from "./refusal.js";
import type { Tenant } from "./store.js";

/** Refuses requests above the account's rate; counts the accepted ones of the last second or minute. */
export function rateLimit({ switches, clock }: CloudOneContext) {
  const accepted = new WeakMap<Tenant, number[]>();
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    const limit = switches.rateLimit;
    if (limit === null) return next();
    const now = clock.now();
    const minute = (accepted.get(c.get("tenant")) ?? []).filter((at) => now - at < 60_000);
    const waits = [
      waitFor(minute, now, limit.requestsPerSecond, 1000),
      waitFor(minute, now, limit.requestsPerMinute, 60_000),
    ];
    const wait = Math.max(...waits);
    if (wait > 0) throw refusal(limit.retryAfter ?? "seconds", now, wait);
    accepted.set(c.get("tenant"), [...minute, now]);
    await next();
  });
}

/** How many milliseconds until the window has room for another request; 0 if it has room now. */
function waitFor(accepted: readonly number[], now: number, limit: number | undefined, window: number): number {
  if (limit === undefined) return 0;
  const most = Math.max(1, Math.floor(limit));
  const within = accepted.filter((at) => now - at < window);
  const blocking = within.at(-most);
  return blocking === undefined ? 0 : blocking + window - now;
}

function refusal(retryAfter: "seconds" | "date" | "absent", now: number, wait: number): Refusal {
  const seconds = Math.ceil(wait / 1000);
  // An HTTP date only has whole seconds, so the wait is rounded up twice.
  const date = new Date(Math.ceil(now / 1000) * 1000 + seconds * 1000).toUTCString();
  const headers = { seconds: { "Retry-After": String(seconds) }, date: { "Retry-After": date }, absent: {} };
  return new Refusal(429, "Too many requests.", { headers: headers[retryAfter] });
}
