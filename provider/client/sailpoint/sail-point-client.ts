import { Cancellation } from "../cancellation.js";
import { systemClock } from "../clock.js";
import { ApiError } from "../errors/api-error.js";
import { networkTransport } from "../http/network-transport.js";
import { createRedact, type Redact } from "../http/redact.js";
import type { Send } from "../http/request.js";
import { type ClientContext, createSend } from "../http/send.js";
import { RateLimiter } from "../pacing/rate-limiter.js";
import { rateLimiterFor } from "../pacing/rate-limiters.js";
import { createWaitNotices } from "../pacing/wait-notice.js";
import type { Seams } from "../seams.js";
import { requireNode } from "../settings/node-version.js";
import { requirePositive } from "../settings/require-positive.js";
import { createAccounts } from "./accounts.js";
import { DEFAULT_ACCOUNTS_PATH, parseAccountsPath } from "./accounts-path.js";
import { parseClientCredentials } from "./client-credentials.js";
import type { SailPoint, SailPointOptions } from "./sail-point-options.js";
import { sailPointProfile } from "./sail-point-profile.js";
import { sailPointBaseUrl } from "./server.js";
import { TOKEN_PATH, Tokens } from "./tokens.js";

/** 100 requests in 10 seconds for one client, as documented by SailPoint. */
const REQUESTS_PER_SECOND = 10;

/** {@link createSailPoint}, with parts of its own. */
export function createSailPointClient(options: SailPointOptions, seams: Seams): SailPoint {
  requireNode();
  const { clientId, clientSecret } = parseClientCredentials(options);
  const baseUrl = sailPointBaseUrl(options);
  const path = parseAccountsPath(options.accountsPath ?? DEFAULT_ACCOUNTS_PATH);
  const clock = seams.clock ?? systemClock;
  const rateLimiter = seams.rateLimiter ?? rateLimiterFor({ baseUrl, keyId: clientId, clock });
  rateLimiter.limitTo(REQUESTS_PER_SECOND);
  const plainHeaders = { accept: "application/json", "user-agent": options.userAgent ?? "pulumi-cloudone" };
  const redactSecret = createRedact({ id: clientId, secret: clientSecret });
  const redact: Redact = (text, maxLength) => redactSecret(tokens.conceal(text), maxLength);
  const context: Omit<ClientContext, "headers" | "rateLimiter"> = {
    baseUrl,
    profile: sailPointProfile,
    keyId: clientId,
    redact,
    readOnly: false,
    timeoutMs: requirePositive("timeoutSeconds", options.timeoutSeconds ?? 60) * 1000,
    deadlineMs: requirePositive("deadlineSeconds", options.deadlineSeconds ?? 300) * 1000,
    transport: seams.transport ?? networkTransport,
    clock,
    random: seams.random ?? Math.random,
    notices: createWaitNotices(options.onWait, clock),
    cancellation: new Cancellation(seams.signal, clock),
  };
  // Tokens have their own queue: a request fetches them while it is having its turn.
  const tokenContext = { ...context, headers: async () => plainHeaders, rateLimiter: new RateLimiter({ clock }) };
  const tokens: Tokens = new Tokens(createSend(tokenContext), clock, { clientId, clientSecret });
  const headers = async () => ({ ...plainHeaders, authorization: `Bearer ${await tokens.current()}` });
  const send = authorized(createSend({ ...context, headers, rateLimiter }), tokens);
  return { baseUrl, clientId, accounts: createAccounts(send, path) };
}

/** Sends a request refused with 401 once more with a new token: a token may be revoked before it expires. */
function authorized(send: Send, tokens: Tokens): Send {
  return async (request) => {
    const token = await tokens.current();
    try {
      return await send(request);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401) || error.path === TOKEN_PATH) throw error;
      tokens.refused(token);
      return send(request);
    }
  };
}
