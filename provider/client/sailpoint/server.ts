import { ConfigError } from "../errors/config-error.js";
import { parseBaseUrl } from "../settings/base-url.js";

const SETTINGS = { baseUrl: "sailpoint:baseUrl, SAILPOINT_BASE_URL", credentials: "sailpoint:clientSecret" };

export interface SailPointServer {
  /** The whole URL of a vanity host or an emulator, without the accounts' path. */
  baseUrl?: string | undefined;
  /** The tenant's name: `acme` for `https://acme.api.identitynow.com`. */
  tenant?: string | undefined;
}

/**
 * The base URL of a tenant, or the given one.
 * @throws ConfigError if neither or both are given, or one is invalid.
 */
export function sailPointBaseUrl({ baseUrl, tenant }: SailPointServer): string {
  if ((baseUrl === undefined) === (tenant === undefined)) {
    throw new ConfigError(
      `Exactly one of sailpoint:tenant (SAILPOINT_TENANT) and sailpoint:baseUrl (SAILPOINT_BASE_URL) must say which SailPoint this is; ` +
        `${tenant === undefined ? "neither" : "both"} given.`,
    );
  }
  if (baseUrl !== undefined) return parseBaseUrl(baseUrl, SETTINGS);
  const name = tenant?.trim() ?? "";
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(name)) return `https://${name.toLowerCase()}.api.identitynow.com`;
  throw new ConfigError(
    `The tenant (sailpoint:tenant, SAILPOINT_TENANT) is ${JSON.stringify(name.slice(0, 80))}: it must be only the tenant's name ` +
      "(letters, digits, hyphens), such as acme for https://acme.api.identitynow.com. For your own host set sailpoint:baseUrl.",
  );
}
