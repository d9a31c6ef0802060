import { ApiError } from "../api-error.js";
import { type Clock, systemClock } from "../clock.js";
import { gotTransport } from "../got-transport.js";
import { Governor } from "../governor.js";
import { governorFor } from "../governor-registry.js";
import { positive } from "../positive.js";
import type { Send } from "../request.js";
import { createScrub, type Scrub } from "../scrub.js";
import { createSend, type Session } from "../send.js";
import type { Transport } from "../transport.js";
import { createWaitNotices, type OnWait } from "../wait-notice.js";
import { createAccounts, type SailPointAccounts } from "./accounts.js";
import { DEFAULT_ACCOUNTS_PATH, parseAccountsPath } from "./accounts-path.js";
import { type ClientCredentials, parseClientCredentials } from "./client-credentials.js";
import { sailPointDialect } from "./dialect.js";
import { type SailPointServer, sailPointBaseUrl } from "./server.js";
import { TOKEN_PATH, Tokens } from "./tokens.js";

/** 100 requests in 10 seconds for one client, as SailPoint documents. */
const REQUESTS_PER_SECOND = 10;

/** Exactly one of `tenant` and `baseUrl` says which SailPoint it is. */
export interface SailPointOptions extends SailPointServer, ClientCredentials {
  /** Where the accounts are: `/accounts/v1`, or an older `/v3/accounts`, `/v2025/accounts`. @default "/accounts/v1" */
  accountsPath?: string;
  /** Bound for one request, in seconds. @default 60 */
  timeoutSeconds?: number;
  /** Bound for one request with its retries, in seconds; longer waits that SailPoint asks for are errors. @default 300 */
  budgetSeconds?: number;
  /** Called once for each wait of more than 3 seconds. */
  onWait?: OnWait;
  /** @default "pulumi-cloudone" */
  userAgent?: string;
  /** The seam for simulations. @default one got instance */
  transport?: Transport;
  /** The seam for simulations. @default the system's */
  clock?: Clock;
  /** From 0 to below 1, as Math.random, which is the default. */
  random?: () => number;
  /** What paces the requests. @default 100 in 10 seconds for each base URL and client id in this process */
  governor?: Governor;
}

/**
 * SailPoint Identity Security Cloud, read only. Methods return SailPoint's objects and reject with `ApiError`
 * (`NotFoundError`), `TransportError`, `AnswerError` or `BudgetError`; `fields.trackingId` of an `ApiError` is what
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
 * @throws ConfigError for a tenant, a base URL, a path or credentials that cannot be used.
 * @example
 * const sailPoint = createSailPoint({ tenant: "acme", clientId: "…", clientSecret: process.env.SAILPOINT_CLIENT_SECRET ?? "" });
 * for await (const account of sailPoint.accounts.list({ filters: 'sourceId eq "2c9180835d2e5168015d32f890ca1581"' })) {
 *   console.log(account.nativeIdentity, account.disabled);
 * }
 */
export function createSailPoint(options: SailPointOptions): SailPoint {
  const { clientId, clientSecret } = parseClientCredentials(options);
  const baseUrl = sailPointBaseUrl(options);
  const path = parseAccountsPath(options.accountsPath ?? DEFAULT_ACCOUNTS_PATH);
  const clock = options.clock ?? systemClock;
  const governor = options.governor ?? governorFor({ baseUrl, keyId: clientId, clock });
  governor.limitTo(REQUESTS_PER_SECOND);
  const plainHeaders = { accept: "application/json", "user-agent": options.userAgent ?? "pulumi-cloudone" };
  const scrubSecret = createScrub({ id: clientId, secret: clientSecret });
  const scrub: Scrub = (text, maxLength) => scrubSecret(tokens.conceal(text), maxLength);
  const session: Omit<Session, "headers" | "governor"> = {
    baseUrl,
    dialect: sailPointDialect,
    keyId: clientId,
    scrub,
    readOnly: false,
    timeoutMs: positive("timeoutSeconds", options.timeoutSeconds ?? 60) * 1000,
    budgetMs: positive("budgetSeconds", options.budgetSeconds ?? 300) * 1000,
    transport: options.transport ?? gotTransport,
    clock,
    random: options.random ?? Math.random,
    notices: createWaitNotices(options.onWait, clock),
  };
  // Tokens have a queue of their own: they are fetched by requests that have their turn and hold it.
  const tokenSession = { ...session, headers: async () => plainHeaders, governor: new Governor({ clock }) };
  const tokens: Tokens = new Tokens(createSend(tokenSession), clock, { clientId, clientSecret });
  const headers = async () => ({ ...plainHeaders, authorization: `Bearer ${await tokens.current()}` });
  const send = authorized(createSend({ ...session, headers, governor }), tokens);
  return { baseUrl, clientId, accounts: createAccounts(send, path) };
}

/** Sends once again, with a new token, what is refused with 401: a token may be revoked before it ends. */
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
