import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { ConnectionReset } from "../connection-reset.js";
import { faultKinds } from "../fault-kinds.js";
import { randomUuid } from "../random-uuid.js";
import { sailPointAccounts } from "./accounts.js";
import type { SailPointContext, SailPointEnv } from "./context.js";
import { sailPointError } from "./error-body.js";
import { SailPointRefusal } from "./refusal.js";
import { sailPointToken } from "./token.js";

/** The accounts' paths, the current one first. The older ones work but say that they are deprecated. */
const PATHS = ["/accounts/v1", "/v3/accounts", "/v2024/accounts", "/v2025/accounts", "/v2026/accounts"];

/** SailPoint Identity Security Cloud, limited to reading accounts, to be mounted at the base URL's path. */
export function sailPointApp(context: SailPointContext): Hono<SailPointEnv> {
  const { switches, random } = context;
  const refuse = (status: number, text: string, headers?: Record<string, string>) =>
    sailPointError(status, text, randomUuid(random).replaceAll("-", ""), switches, headers);
  const app = new Hono<SailPointEnv>()
    .onError((error) => {
      if (error instanceof ConnectionReset) throw error;
      if (error instanceof SailPointRefusal) return refuse(error.status, error.message, error.headers);
      return refuse(500, `The emulator failed: ${error.message}`);
    })
    .use(record(context))
    .use(injectFault(context, refuse))
    .route("/oauth/token", sailPointToken(context));
  for (const path of PATHS) {
    app.use(`${path}/*`, admit(context));
    if (path !== PATHS[0]) app.use(`${path}/*`, deprecated);
    app.route(path, sailPointAccounts(context));
  }
  return app.all("*", () => refuse(404, "The server did not find a current representation for the target resource."));
}

/** Logs each request; a form with a client secret is not JSON and so stays out of the log. */
function record({ log, clock, switches }: SailPointContext) {
  return createMiddleware<SailPointEnv>(async (c, next) => {
    const entry = log.add({ method: c.req.method, path: c.req.path, query: c.req.query(), at: clock.now() });
    c.set("entry", entry);
    if (switches.latencyMs > 0) await clock.sleep(switches.latencyMs);
    await next();
    entry.status = c.res.status === 499 ? 0 : c.res.status;
  });
}

/** Applies a waiting fault to the request. A fault's JSON error gets one of SailPoint's own bodies. */
function injectFault({ faults, clock }: SailPointContext, refuse: (status: number, text: string) => Response) {
  return createMiddleware<SailPointEnv>(async (c, next) => {
    const fault = faults.take(c.req.method, c.req.path);
    if (!fault) return next();
    const { kind, retryAfterSeconds = 1, delayMs = 1000 } = fault.rule;
    const { effect, respond } = faultKinds[kind];
    c.get("entry").fault = kind;
    if (effect) await next();
    const request = c.req.raw;
    const { signal } = request;
    const response = await respond({ response: c.res, request, signal, clock, retryAfterSeconds, delayMs });
    c.res = undefined;
    c.res = inSailPointWords(response, refuse);
  });
}

function inSailPointWords(response: Response, refuse: (status: number, text: string) => Response): Response {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  if (response.status === 401) return refuse(401, "JWT validation failed: JWT is expired");
  return response.status >= 400 && isJson ? refuse(response.status, "An internal fault occurred.") : response;
}

/** Requires a valid token, then counts the request. */
function admit({ tenant, switches, clock }: SailPointContext) {
  let accepted: number[] = [];
  return createMiddleware<SailPointEnv>(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header("Authorization") ?? "")?.[1];
    if (token === undefined) throw new SailPointRefusal(401, "Authorization header is missing");
    if (!tenant.isGood(token)) throw new SailPointRefusal(401, "JWT validation failed: JWT is expired");
    c.get("entry").apiKeyId = tenant.clientId;
    const limit = switches.sailPointRateLimit;
    if (limit !== null) {
      const now = clock.now();
      accepted = accepted.filter((at) => now - at < limit.seconds * 1000);
      const oldest = accepted.at(-limit.requests);
      if (oldest !== undefined) {
        const rest = Math.ceil((oldest + limit.seconds * 1000 - now) / 1000);
        const retryAfter = String(limit.retryAfterSeconds ?? rest);
        throw new SailPointRefusal(429, "Rate Limit Exceeded", { "Retry-After": retryAfter });
      }
      accepted.push(now);
    }
    c.get("entry").handled = true;
    await next();
  });
}

const deprecated = createMiddleware(async (c: Context, next) => {
  await next();
  c.header("X-Deprecated", "true");
});
