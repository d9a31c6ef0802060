import type { Accounts, ApiKeys, Invitations, Roles, SamlUsers, Users } from "./api/collections.js";
import type { WaitNotice } from "./pacing/wait-notice.js";

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
  onWait?: (notice: WaitNotice) => void;
  /** @default "pulumi-cloudone" */
  userAgent?: string;
}

/**
 * The Cloud One accounts and identity API. Methods return the vendor's objects and reject with `ApiError` (`NotFoundError`),
 * `InvalidResponseError`, `UnknownOutcomeError`, `DeadlineError`, `StaleReadError` or `ReadOnlyError`. If no response has come
 * and no write can have taken effect, they reject with an `Error` that has a `code`, as Node.js's own network errors have:
 * `ECONNREFUSED`, `ENOTFOUND`, `ETIMEDOUT` and so on.
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
