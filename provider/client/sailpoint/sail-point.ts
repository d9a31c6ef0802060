import { createSailPointClient } from "./sail-point-client.js";
import type { SailPoint, SailPointOptions } from "./sail-point-options.js";

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
  return createSailPointClient(options, {});
}
