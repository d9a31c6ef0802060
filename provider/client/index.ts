export type { List, SamlUsers } from "./api/collections.js";
export type {
  Account,
  ApiKey,
  Invitation,
  Role,
  SamlUser,
  User,
} from "./api/objects.js";
export { type Clock, systemClock } from "./clock.js";
export { createCloudOne } from "./cloud-one.js";
export { createCloudOneClient } from "./cloud-one-client.js";
export type { CloudOne, CloudOneOptions } from "./cloud-one-options.js";
export { ApiError, NotFoundError } from "./errors/api-error.js";
export { ConfigError } from "./errors/config-error.js";
export { DeadlineError } from "./errors/deadline-error.js";
export { InvalidResponseError } from "./errors/invalid-response-error.js";
export { ReadOnlyError } from "./errors/read-only-error.js";
export { StaleReadError } from "./errors/stale-read-error.js";
export { TransportError, type TransportFailure } from "./errors/transport-error.js";
export { UnknownOutcomeError } from "./errors/unknown-outcome-error.js";
export type { CallOptions } from "./http/request.js";
export type { Transport, TransportRequest, TransportResponse } from "./http/transport.js";
export { RateLimiter } from "./pacing/rate-limiter.js";
export { describeWait, type WaitNotice } from "./pacing/wait-notice.js";
export type { SailPointAccount } from "./sailpoint/account.js";
export { parseAccountsPath } from "./sailpoint/accounts-path.js";
export { parseClientCredentials } from "./sailpoint/client-credentials.js";
export { createSailPoint } from "./sailpoint/sail-point.js";
export { createSailPointClient } from "./sailpoint/sail-point-client.js";
export type { SailPoint, SailPointOptions } from "./sailpoint/sail-point-options.js";
export { sailPointBaseUrl } from "./sailpoint/server.js";
export type { Seams } from "./seams.js";
export { parseApiKey } from "./settings/api-key.js";
export { DEFAULT_BASE_URL, parseBaseUrl, samlBaseUrlFor } from "./settings/base-url.js";
