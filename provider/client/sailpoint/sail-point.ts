import { Cancellation } from "../cancellation.js";
import { type Clock, systemClock } from "../clock.js";
import { ApiError } from "../errors/api-error.js";
import { networkTransport } from "../http/network-transport.js";
import { createRedact, type Redact } from "../http/redact.js";
import type { Send } from "../http/request.js";
import { type ClientContext, createSend } from "../http/send.js";
import type { Transport } from "../http/transport.js";
import { RateLimiter } from "../pacing/rate-limiter.js";
import { rateLimiterFor } from "../pacing/rate-limiters.js";
import { createWaitNotices, type OnWait } from "../pacing/wait-notice.js";
import { requireNode } from "../settings/node-version.js";
import { requirePositive } from "../settings/require-positive.js";
import { createAccounts, type SailPointAccounts } from "./accounts.js";
import { DEFAULT_ACCOUNTS_PATH, parseAccountsPath } from "./accounts-path.js";
import { type ClientCredentials, parseClientCredentials } from "./client-credentials.js";
import { sailPointProfile } from "./sail-point-profile.js";
import { type SailPointServer, sailPointBaseUrl } from "./server.js";
import { TOKEN_PATH, Tokens } from "./tokens.js";

/** 100 requests in 10 seconds for one client, as documented by SailPoint. */
const REQUESTS_PER_SECOND = 10;

/** Exactly one of `tenant` and `baseUrl` says which SailPoint it is. */
export interface SailPointOptions extends SailPointServer, ClientCredentials {
  /** Where the accounts are: `/accounts/v1`, or an older `/v3/accounts`, `/v2025/accounts`. @default "/accounts/v1" */
  accountsPath?: string;
  /** Time limit for one request, in seconds. @default 60 */
  timeoutSeconds?: number;
  /** Time limit for one request with its retries, in seconds; if SailPoint asks for a longer wait, that is an error. @default 300 */
  deadlineSeconds?: number;
  /** Called once for each wait of more than 3 seconds. */
  onWait?: OnWait;
  /** @default "pulumi-cloudone" */
  userAgent?: string;
  /** Replaceable in simulations. @default one got instance */
  transport?: Transport;
  /** Replaceable in simulations. @default the system's */
  clock?: Clock;
  /** Numbers in [0, 1), like Math.random, which is the default. */
  random?: () => number;
  /** What paces the requests. @default 100 in 10 seconds for each base URL and client id in this process */
  rateLimiter?: RateLimiter;
}

/**
 * SailPoint Identity Security Cloud, read only. Methods return SailPoint's objects and reject with `ApiError`
 * (`NotFoundError`), `TransportError`, `InvalidResponseError` or `DeadlineError`; `fields.trackingId` of an `ApiError` is what
 * SailPoint's support asks for.
 */
export interface SailPoint {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** May be shown. */
  readonly clientId: string;
  readonly accounts: SailPointAccounts;
}

/**
 * A client for one pair of client id and secret. It sends nothing by itself.
 * @throws ConfigError for an invalid tenant, base URL, path or credentials.
 * @example
 * const sailPoint = createSailPoint({ tenant: "acme", clientId: "…", clientSecret: process.env.SAILPOINT_CLIENT_SECRET ?? "" });
 * for await (const account of sailPoint.accounts.list({ filters: 'sourceId eq "2c9180835d2e5168015d32f890ca1581"' })) {
 *   console.log(account.nativeIdentity, account.disabled);
 * }
 */
export function createSailPoint(options: SailPointOptions): SailPoint {
  requireNode();
  const { clientId, clientSecret } = parseClientCredentials(options);
  const baseUrl = sailPointBaseUrl(options);
  const path = parseAccountsPath(options.accountsPath ?? DEFAULT_ACCOUNTS_PATH);
  const clock = options.clock ?? systemClock;
  const rateLimiter = options.rateLimiter ?? rateLimiterFor({ baseUrl, keyId: clientId, clock });
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
    transport: options.transport ?? networkTransport,
    clock,
    random: options.random ?? Math.random,
    notices: createWaitNotices(options.onWait, clock),
    cancellation: new Cancellation(undefined, clock),
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
