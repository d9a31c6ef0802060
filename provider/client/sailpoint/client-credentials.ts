import { ConfigError } from "../errors/config-error.js";

/** What a client authenticates with. */
export interface ClientCredentials {
  /** May be shown. */
  clientId: string;
  /** Must never be shown. */
  clientSecret: string;
}

/**
 * Drops space around id and secret.
 * @throws ConfigError that contains no part of either.
 */
export function parseClientCredentials({ clientId, clientSecret }: ClientCredentials): ClientCredentials {
  return {
    clientId: plain("client id (sailpoint:clientId, SAILPOINT_CLIENT_ID)", clientId),
    clientSecret: plain("client secret (sailpoint:clientSecret, SAILPOINT_CLIENT_SECRET)", clientSecret),
  };
}

function plain(what: string, text: string): string {
  const value = text.trim();
  if (value === "") throw new ConfigError(`The ${what} is empty.`);
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigError(`The ${what} has a space, a line break or an invalid character: copy it again.`);
}
