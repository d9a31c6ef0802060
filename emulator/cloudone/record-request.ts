import { createMiddleware } from "hono/factory";
import { pathOf } from "./api-path.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";

/** Logs each request on arrival, and its status once it has one. */
export function recordRequest({ log, clock, switches }: CloudOneContext) {
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    const entry = log.add({ method: c.req.method, path: pathOf(c), query: c.req.query(), at: clock.now() });
    c.set("entry", entry);
    const body = asJson(await c.req.text());
    if (body !== undefined) entry.body = body;
    if (switches.latencyMs > 0) await clock.sleep(switches.latencyMs);
    await next();
    // A timed-out request got no response; its stand-in status is never sent.
    entry.status = c.res.status === 499 ? 0 : c.res.status;
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
