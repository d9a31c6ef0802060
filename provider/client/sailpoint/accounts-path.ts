import { ConfigError } from "../errors/config-error.js";

/** The current one. Older tenants and scripts use `/v3/accounts` or `/v2025/accounts`. */
export const DEFAULT_ACCOUNTS_PATH = "/accounts/v1";

/**
 * The path of the accounts, without a trailing slash.
 * @throws ConfigError for anything but plain segments.
 */
export function parseAccountsPath(text: string): string {
  const path = text.trim().replace(/\/+$/, "");
  if (/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/.test(path)) return path;
  throw new ConfigError(
    `The accounts path (sailpoint:accountsPath, SAILPOINT_ACCOUNTS_PATH) is ${JSON.stringify(text)}: ` +
      `it must be a path under the base URL, such as ${DEFAULT_ACCOUNTS_PATH}, /v3/accounts or /v2025/accounts.`,
  );
}
