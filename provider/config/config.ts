import { ConfigError, DEFAULT_BASE_URL, parseApiKey, parseBaseUrl, samlBaseUrlFor } from "../client/index.js";
import { checkArgs } from "../plan/check-args.js";
import { type Guard, guardSchema } from "../plan/guard.js";
import { accountIdMistakes } from "./account-id.js";
import { unknownSettings } from "./config-keys.js";
import { SAML_USERS_MODES, type SamlUsersMode } from "./saml-users-mode.js";

/** What the resources need to reach Cloud One; see the README's configuration table. */
export interface Config {
  apiKey: string;
  baseUrl?: string;
  accountId?: string;
  readOnly: boolean;
  maxRequestsPerSecond?: number;
  timeoutSeconds?: number;
  /** Whether people who sign in by SSO are read. @default "auto" */
  samlUsers?: SamlUsersMode;
  samlBaseUrl?: string;
  /** The guard of every resource without its own. */
  guard?: Guard;
  /** Bounds that apply in addition to every guard, in every run. */
  guardBounds?: Guard;
}

/** Where settings come from. */
export interface Sources {
  /** Reads a Pulumi config key with its namespace, such as `cloudone:apiKey`. */
  config(key: string): string | undefined;
  /** All Pulumi config keys that are set, with their namespaces. @default none is judged */
  keys?: () => readonly string[];
  /** The Pulumi project's name, whose own settings have it as their namespace. */
  project?: string | undefined;
  env: Record<string, string | undefined>;
}

/** Reads the configuration; throws a {@link ConfigError} that lists every mistake at once. */
export function readConfig(sources: Sources): Config {
  const { config, env } = sources;
  const mistakes = unknownSettings(sources);
  const stackValue = (key: string) => config(`cloudone:${key}`) || undefined;
  const envValue = (name: string) => env[name] || undefined;
  const attempt = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(error.message);
      return undefined;
    }
  };
  const positive = (key: string, name: string): number | undefined => {
    const text = stackValue(key) ?? envValue(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isFinite(value) && value > 0) return value;
    mistakes.push(`cloudone:${key} (${name}) is ${JSON.stringify(text)}: it must be a number above 0.`);
    return undefined;
  };
  const flag = (key: string, name: string): boolean =>
    [stackValue(key), envValue(name)]
      .map((text) => {
        if (text === undefined || /^(false|0|no)$/i.test(text)) return false;
        if (/^(true|1|yes)$/i.test(text)) return true;
        mistakes.push(`cloudone:${key} (${name}) is ${JSON.stringify(text)}: it must be true or false.`);
        return false;
      })
      .includes(true);

  // A rotated key reaches a plain refresh or destroy only through the environment: these use the stored configuration.
  const apiKey = envValue("CLOUDONE_API_KEY") ?? stackValue("apiKey");
  if (apiKey === undefined) {
    mistakes.push(
      "No API key: set the environment variable CLOUDONE_API_KEY, " +
        "or run `pulumi config set --secret cloudone:apiKey <keyId>:<secret>`.",
    );
  } else attempt(() => parseApiKey(apiKey));
  const baseUrl = stackValue("baseUrl") ?? envValue("CLOUDONE_BASE_URL");
  if (baseUrl !== undefined) attempt(() => parseBaseUrl(baseUrl));

  const configured = stackValue("accountId");
  const fromEnvironment = envValue("CLOUDONE_ACCOUNT_ID");
  mistakes.push(...accountIdMistakes("cloudone:accountId", configured));
  mistakes.push(...accountIdMistakes("CLOUDONE_ACCOUNT_ID", fromEnvironment));
  const accounts = [configured, fromEnvironment].filter((id) => id !== undefined);
  if (new Set(accounts).size > 1) {
    mistakes.push(
      `cloudone:accountId is ${accounts[0]} but CLOUDONE_ACCOUNT_ID is ${accounts[1]}: they must agree. Correct or remove one of them.`,
    );
  }
  const readOnly = flag("readOnly", "CLOUDONE_READ_ONLY");
  const maxRequestsPerSecond = positive("maxRequestsPerSecond", "CLOUDONE_MAX_REQUESTS_PER_SECOND");
  const timeoutSeconds = positive("timeoutSeconds", "CLOUDONE_TIMEOUT_SECONDS");
  const samlBaseUrl = stackValue("samlBaseUrl") ?? envValue("CLOUDONE_SAML_BASE_URL");
  if (samlBaseUrl !== undefined) attempt(() => samlBaseUrlFor(DEFAULT_BASE_URL, samlBaseUrl));
  const mode = stackValue("samlUsers") ?? envValue("CLOUDONE_SAML_USERS");
  const samlUsers = SAML_USERS_MODES.find((known) => known === mode);
  if (mode !== undefined && samlUsers === undefined) {
    mistakes.push(
      `cloudone:samlUsers (CLOUDONE_SAML_USERS) is ${JSON.stringify(mode)}: it must be auto, required or off.`,
    );
  }
  const guard = readGuard("cloudone:guard", stackValue("guard"), mistakes);
  // Bounds from the environment reach every run: a plain refresh or destroy, and an up whose program declares none of our
  // resources, may use the stored configuration.
  const guardBounds = readGuard("CLOUDONE_GUARD", envValue("CLOUDONE_GUARD"), mistakes);
  if (mistakes.length > 0 || apiKey === undefined) throw new ConfigError(mistakes.join("\n"));
  return {
    apiKey,
    readOnly,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(accounts[0] !== undefined && { accountId: accounts[0] }),
    ...(maxRequestsPerSecond !== undefined && { maxRequestsPerSecond }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(samlUsers !== undefined && { samlUsers }),
    ...(samlBaseUrl !== undefined && { samlBaseUrl }),
    ...(guard !== undefined && { guard }),
    ...(guardBounds !== undefined && { guardBounds }),
  };
}

function readGuard(name: string, text: string | undefined, mistakes: string[]): Guard | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const parsed = guardSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const reasons = isObject
      ? checkArgs({ schema: guardSchema, shown: [], rules: () => [] }, { ...value })
      : [{ property: name, reason: "it must be a JSON object" }];
    mistakes.push(
      `${name} is not a guard:\n${reasons.map(({ property, reason }) => `  ${property}: ${reason}`).join("\n")}`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    mistakes.push(`${name} is not JSON: ${error.message}`);
  }
  return undefined;
}
