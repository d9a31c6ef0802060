import {
  ConfigError,
  parseAccountsPath,
  parseClientCredentials,
  type SailPointOptions,
  sailPointBaseUrl,
} from "../client/index.js";
import { present, Settings } from "./settings.js";
import type { Sources } from "./sources.js";

/** What the SailPoint functions need to know. */
type SailPointConfig = Pick<SailPointOptions, "baseUrl" | "tenant" | "accountsPath" | "clientId" | "clientSecret">;

/** Reads the configuration; throws a {@link ConfigError} that lists every problem. */
export function readSailPointConfig(sources: Sources): SailPointConfig {
  const settings = new Settings("sailpoint", sources);
  const { problems } = settings;
  const server = present({ baseUrl: settings.value("baseUrl"), tenant: settings.value("tenant") });
  const accountsPath = settings.value("accountsPath");
  const clientId = settings.value("clientId");
  const clientSecret = settings.secret("clientSecret");

  settings.attempt(() => sailPointBaseUrl(server));
  if (accountsPath !== undefined) settings.attempt(() => parseAccountsPath(accountsPath));
  if (clientId === undefined) problems.push("No SailPoint client id: set sailpoint:clientId or SAILPOINT_CLIENT_ID.");
  if (clientSecret === undefined) {
    problems.push(
      "No SailPoint client secret: set the environment variable SAILPOINT_CLIENT_SECRET, " +
        "or run `pulumi config set --secret sailpoint:clientSecret <secret>`.",
    );
  }
  if (clientId !== undefined && clientSecret !== undefined) {
    settings.attempt(() => parseClientCredentials({ clientId, clientSecret }));
  }
  if (problems.length > 0 || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError(problems.join("\n"));
  }
  return { ...server, clientId, clientSecret, ...present({ accountsPath }) };
}
