import { createMiddleware } from "hono/factory";
import { faultKinds } from "../fault-kinds.js";
import { pathOf } from "./api-path.js";
import type { CloudOneContext, CloudOneEnv } from "./context.js";

/** Lets a waiting fault meet the request: before it is carried out, or after. */
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
    const answer = await respond({ answer: c.res, request, signal, clock, retryAfterSeconds, delayMs });
    // Without this, hono would carry the headers of the spoiled answer over.
    c.res = undefined;
    c.res = answer;
  });
}
