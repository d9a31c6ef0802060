import {
  ConfigError,
  parseAccountsPath,
  parseClientCredentials,
  type SailPointOptions,
  sailPointBaseUrl,
} from "../client/index.js";
import type { Sources } from "./config.js";
import { unknownSettings } from "./config-keys.js";

/** What the SailPoint functions need to know. */
export type SailPointConfig = Pick<
  SailPointOptions,
  "baseUrl" | "tenant" | "accountsPath" | "clientId" | "clientSecret"
>;

/** Reads the configuration; throws a {@link ConfigError} that lists every mistake at once. */
export function readSailPointConfig(sources: Sources): SailPointConfig {
  const { config, env } = sources;
  const stackValue = (key: string) => config(`sailpoint:${key}`) || undefined;
  const mistakes = unknownSettings(sources);
  const attempt = (parse: () => unknown) => {
    try {
      parse();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(error.message);
    }
  };

  const baseUrl = stackValue("baseUrl") ?? (env.SAILPOINT_BASE_URL || undefined);
  const tenant = stackValue("tenant") ?? (env.SAILPOINT_TENANT || undefined);
  const server = { ...(baseUrl !== undefined && { baseUrl }), ...(tenant !== undefined && { tenant }) };
  const accountsPath = stackValue("accountsPath") ?? (env.SAILPOINT_ACCOUNTS_PATH || undefined);
  const clientId = stackValue("clientId") ?? (env.SAILPOINT_CLIENT_ID || undefined);
  // As for Cloud One's key, the environment takes precedence: a rotated secret arrives there first.
  const clientSecret = (env.SAILPOINT_CLIENT_SECRET || undefined) ?? stackValue("clientSecret");

  attempt(() => sailPointBaseUrl(server));
  if (accountsPath !== undefined) attempt(() => parseAccountsPath(accountsPath));
  if (clientId === undefined) mistakes.push("No SailPoint client id: set sailpoint:clientId or SAILPOINT_CLIENT_ID.");
  if (clientSecret === undefined) {
    mistakes.push(
      "No SailPoint client secret: set the environment variable SAILPOINT_CLIENT_SECRET, " +
        "or run `pulumi config set --secret sailpoint:clientSecret <secret>`.",
    );
  }
  if (clientId !== undefined && clientSecret !== undefined) {
    attempt(() => parseClientCredentials({ clientId, clientSecret }));
  }
  if (mistakes.length > 0 || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError(mistakes.join("\n"));
  }
  return { ...server, clientId, clientSecret, ...(accountsPath !== undefined && { accountsPath }) };
}
