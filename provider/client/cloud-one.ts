import { createAccounts } from "./api/accounts.js";
import { createApiKeys } from "./api/api-keys.js";
import type { Accounts, ApiKeys, Invitations, Roles, SamlUsers, Users } from "./api/collections.js";
import { createInvitations } from "./api/invitations.js";
import { pageSizesFor } from "./api/page-sizes.js";
import { createListAll } from "./api/pages.js";
import { createRoles } from "./api/roles.js";
import { createSamlUsers } from "./api/saml-users.js";
import { createUsers } from "./api/users.js";
import { Cancellation } from "./cancellation.js";
import { type Clock, systemClock } from "./clock.js";
import { cloudOneProfile } from "./http/cloud-one-profile.js";
import { networkTransport } from "./http/network-transport.js";
import { createRedact } from "./http/redact.js";
import { samlProfile } from "./http/saml-profile.js";
import { type ClientContext, createSend } from "./http/send.js";
import { ServerClock } from "./http/server-clock.js";
import type { Transport } from "./http/transport.js";
import type { RateLimiter } from "./pacing/rate-limiter.js";
import { rateLimiterFor } from "./pacing/rate-limiters.js";
import { createWaitNotices, type OnWait } from "./pacing/wait-notice.js";
import { parseApiKey } from "./settings/api-key.js";
import { DEFAULT_BASE_URL, parseBaseUrl, samlBaseUrlFor } from "./settings/base-url.js";
import { requireNode } from "./settings/node-version.js";
import { requirePositive } from "./settings/require-positive.js";

export interface CloudOneOptions {
  /** `<keyId>:<secret>`. */
  apiKey: string;
  /** @default "https://accounts.cloudone.trendmicro.com/api" */
  baseUrl?: string;
  /** Where to read SAML users. @default the vendor's SAML host; if `baseUrl` is not the vendor's, `baseUrl` itself */
  samlBaseUrl?: string;
  /** Refuse everything except GET before sending it. @default false */
  readOnly?: boolean;
  /** Time limit for one request, in seconds. @default 60 */
  timeoutSeconds?: number;
  /** Time limit for one operation with its retries, in seconds, not counting its time in the client's own queue. @default 300 */
  deadlineSeconds?: number;
  /** Your own rate limit, on top of what the server's refusals teach. @default none */
  maxRequestsPerSecond?: number;
  /** Called once for each wait of more than 3 seconds. */
  onWait?: OnWait;
  /** @default "pulumi-cloudone" */
  userAgent?: string;
  /** Replaceable in simulations. @default one got instance */
  transport?: Transport;
  /** The seam for simulations. @default the system's */
  clock?: Clock;
  /** From 0 to below 1, as Math.random, which is the default. */
  random?: () => number;
  /** What paces the requests. @default one per base URL and key id in this process */
  rateLimiter?: RateLimiter;
  /** Once aborted, nothing waits and nothing more is sent, except to find out the outcome of writes that were sent. */
  signal?: AbortSignal;
}

/**
 * The Cloud One accounts and identity API. Methods return the vendor's objects and reject with `ApiError` (`NotFoundError`),
 * `TransportError`, `InvalidResponseError`, `UnknownOutcomeError`, `DeadlineError`, `StaleReadError` or `ReadOnlyError`.
 */
export interface CloudOne {
  /** The part of the key that may be shown. */
  readonly apiKeyId: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** The server's time in milliseconds since 1970, once responses have told it; until then this machine's. */
  serverTime(): number;
  readonly accounts: Accounts;
  readonly users: Users;
  readonly roles: Roles;
  readonly apiKeys: ApiKeys;
  readonly invitations: Invitations;
  readonly samlUsers: SamlUsers;
}

/**
 * A client for one API key. It sends nothing by itself.
 * @throws ConfigError for an invalid key or base URL, and if Node.js is too old.
 * @example
 * const cloudOne = createCloudOne({ apiKey: process.env.CLOUDONE_API_KEY ?? "" });
 * for await (const user of cloudOne.users.list()) console.log(user.email, user.roleID);
 */
export function createCloudOne(options: CloudOneOptions): CloudOne {
  requireNode();
  const key = parseApiKey(options.apiKey);
  const baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  const clock = options.clock ?? systemClock;
  const rateLimiter = options.rateLimiter ?? rateLimiterFor({ baseUrl, keyId: key.id, clock });
  const ceiling = options.maxRequestsPerSecond;
  if (ceiling !== undefined) rateLimiter.limitTo(requirePositive("maxRequestsPerSecond", ceiling));
  const headers = {
    authorization: `ApiKey ${key.id}:${key.secret}`,
    "api-version": "v1",
    accept: "application/json",
    "user-agent": options.userAgent ?? "pulumi-cloudone",
  };
  const serverClock = new ServerClock();
  const context: ClientContext = {
    baseUrl,
    headers: async () => headers,
    profile: cloudOneProfile,
    keyId: key.id,
    redact: createRedact(key),
    readOnly: options.readOnly ?? false,
    timeoutMs: requirePositive("timeoutSeconds", options.timeoutSeconds ?? 60) * 1000,
    deadlineMs: requirePositive("deadlineSeconds", options.deadlineSeconds ?? 300) * 1000,
    transport: options.transport ?? networkTransport,
    clock,
    serverClock,
    random: options.random ?? Math.random,
    rateLimiter,
    notices: createWaitNotices(options.onWait, clock),
    cancellation: new Cancellation(options.signal, clock),
  };
  const send = createSend(context);
  const walk = createListAll(send, pageSizesFor(rateLimiter));
  const saml = samlContext(context, options);
  const sendSaml = createSend(saml);
  return {
    apiKeyId: key.id,
    baseUrl,
    serverTime: () => clock.now() + serverClock.aheadMs,
    accounts: createAccounts(send),
    users: createUsers(send, walk),
    roles: createRoles(send, walk),
    apiKeys: createApiKeys(send, walk),
    invitations: createInvitations(send, walk),
    samlUsers: createSamlUsers(sendSaml, createListAll(sendSaml, pageSizesFor(saml.rateLimiter))),
  };
}

/**
 * The same for the SAML host, which has its own rate limit and its own clock. The user's own rate limit applies to all
 * requests of the key, wherever they go.
 */
function samlContext(context: ClientContext, options: CloudOneOptions): ClientContext {
  const { serverClock: _, ...shared } = context;
  const baseUrl = samlBaseUrlFor(context.baseUrl, options.samlBaseUrl);
  const isShared = options.rateLimiter !== undefined || options.maxRequestsPerSecond !== undefined;
  const { keyId, clock } = context;
  const rateLimiter = isShared ? context.rateLimiter : rateLimiterFor({ baseUrl, keyId, clock });
  return { ...shared, baseUrl, profile: samlProfile, rateLimiter };
}
