import { ConfigError } from "../errors/config-error.js";

/** The vendor's one global host. */
export const DEFAULT_BASE_URL = "https://accounts.cloudone.trendmicro.com/api";

/** The vendor's host for people who sign in by SSO. */
const DEFAULT_SAML_BASE_URL = "https://saml.cloudone.trendmicro.com/api";

/** What the settings for a base URL and its credentials are called. */
interface BaseUrlSettings {
  baseUrl: string;
  credentials: string;
}

const CLOUD_ONE: BaseUrlSettings = { baseUrl: "cloudone:baseUrl, CLOUDONE_BASE_URL", credentials: "cloudone:apiKey" };
const SAML: BaseUrlSettings = {
  baseUrl: "cloudone:samlBaseUrl, CLOUDONE_SAML_BASE_URL",
  credentials: CLOUD_ONE.credentials,
};

/**
 * Checks a base URL and drops its trailing slash. `http:` is only for loopback, since every request carries the credentials.
 * @throws ConfigError that shows only scheme and host of the URL.
 */
export function parseBaseUrl(text: string, settings = CLOUD_ONE): string {
  const refused = (reason: string) => new ConfigError(`The base URL (${settings.baseUrl}) cannot be used: ${reason}.`);
  const url = URL.parse(text.trim());
  if (url === null) throw refused("it is not a URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("it must begin with https://");
  const shown = `${url.protocol}//${url.host}`;
  if (url.username !== "" || url.password !== "") {
    throw refused(`the one for ${shown} has credentials in it; these belong in ${settings.credentials}`);
  }
  if (url.search !== "" || url.hash !== "") throw refused(`the one for ${shown} has a query or a fragment`);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw refused(`${shown} would send the credentials in plain text; http is only for loopback, use https`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/**
 * Where to read people who sign in by SSO: as declared; otherwise the vendor's SAML host for the vendor, or the server itself.
 * @param baseUrl as {@link parseBaseUrl} returns it
 * @throws ConfigError as {@link parseBaseUrl}.
 */
export function samlBaseUrlFor(baseUrl: string, declared: string | undefined): string {
  if (declared !== undefined) return parseBaseUrl(declared, SAML);
  return baseUrl === DEFAULT_BASE_URL ? DEFAULT_SAML_BASE_URL : baseUrl;
}

/** Whether a URL's host name means this machine: 127.0.0.0/8, `localhost` or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
