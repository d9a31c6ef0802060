import type { WaitNotice } from "../pacing/wait-notice.js";
import type { SailPointAccounts } from "./accounts.js";
import type { ClientCredentials } from "./client-credentials.js";
import type { SailPointServer } from "./server.js";

/** Exactly one of `tenant` and `baseUrl` says which SailPoint it is. */
export interface SailPointOptions extends SailPointServer, ClientCredentials {
  /** Where the accounts are: `/accounts/v1`, or an older `/v3/accounts`, `/v2025/accounts`. @default "/accounts/v1" */
  accountsPath?: string;
  /** Time limit for one request, in seconds. @default 60 */
  timeoutSeconds?: number;
  /** Time limit for one request with its retries, in seconds; if SailPoint asks for a longer wait, that is an error. @default 300 */
  deadlineSeconds?: number;
  /** Called once for each wait of more than 3 seconds. */
  onWait?: (notice: WaitNotice) => void;
  /** @default "pulumi-cloudone" */
  userAgent?: string;
}

/**
 * SailPoint Identity Security Cloud, read only. Methods return SailPoint's objects and reject with `ApiError`
 * (`NotFoundError`), `InvalidResponseError` or `DeadlineError`, or with an `Error` that has a `code`, such as `ECONNREFUSED`, if no
 * response has come; `fields.trackingId` of an `ApiError` is what SailPoint's support asks for.
 */
export interface SailPoint {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** May be shown. */
  readonly clientId: string;
  readonly accounts: SailPointAccounts;
}
