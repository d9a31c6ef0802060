import { createMiddleware } from "hono/factory";
import { faultKinds } from "../fault-kinds.js";
import { pathOf } from "./api-path.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";

/** Applies a waiting fault to the request, before or after carrying it out. */
export function injectFault({ faults, clock }: CloudOneContext) {
  return createMiddleware<CloudOneEnv>(async (c, next) => {
    const fault = faults.take(c.req.method, pathOf(c));
    if (!fault) return next();
    const { kind, retryAfterSeconds = 1, delayMs = 1000 } = fault.rule;
    const { effect, respond } = faultKinds[kind];
    c.get("entry").fault = kind;
    if (effect) await next();
    const request = c.req.raw;
    const { signal } = request;
    const response = await respond({ response: c.res, request, signal, clock, retryAfterSeconds, delayMs });
    // Without this, hono would keep the headers of the original response.
    c.res = undefined;
    c.res = response;
  });
}
