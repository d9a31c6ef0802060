export type { Accounts, ApiKeys, Invitations, List, Roles, SamlUsers, Users } from "./api/collections.js";
export type {
  Account,
  AccountBody,
  ApiKey,
  Invitation,
  InvitationBody,
  Role,
  RoleBody,
  SamlUser,
  User,
  UserBody,
} from "./api/objects.js";
export { type Clock, systemClock } from "./clock.js";
export { type CloudOne, type CloudOneOptions, createCloudOne } from "./cloud-one.js";
export { createCloudOneClient } from "./cloud-one-client.js";
export { ApiError, NotFoundError } from "./errors/api-error.js";
export { ConfigError } from "./errors/config-error.js";
export { DeadlineError } from "./errors/deadline-error.js";
export { InvalidResponseError, type ResponseDefect } from "./errors/invalid-response-error.js";
export { ReadOnlyError } from "./errors/read-only-error.js";
export { StaleReadError } from "./errors/stale-read-error.js";
export { TransportError, type TransportFailure } from "./errors/transport-error.js";
export { UnknownOutcomeError } from "./errors/unknown-outcome-error.js";
export type { CallOptions } from "./http/request.js";
export type { Transport, TransportRequest, TransportResponse } from "./http/transport.js";
export { RateLimiter, type RateLimiterOptions } from "./pacing/rate-limiter.js";
export { describeWait, type OnWait, type WaitNotice } from "./pacing/wait-notice.js";
export type { SailPointAccount } from "./sailpoint/account.js";
export type { AccountQuery } from "./sailpoint/account-list.js";
export type { SailPointAccounts } from "./sailpoint/accounts.js";
export { DEFAULT_ACCOUNTS_PATH, parseAccountsPath } from "./sailpoint/accounts-path.js";
export { parseClientCredentials } from "./sailpoint/client-credentials.js";
export { createSailPoint, type SailPoint, type SailPointOptions } from "./sailpoint/sail-point.js";
export { createSailPointClient } from "./sailpoint/sail-point-client.js";
export { sailPointBaseUrl } from "./sailpoint/server.js";
export type { Seams } from "./seams.js";
export { type ApiKeyParts, parseApiKey } from "./settings/api-key.js";
export { DEFAULT_BASE_URL, isLoopback, parseBaseUrl, samlBaseUrlFor } from "./settings/base-url.js";
