import { ConfigError, DEFAULT_BASE_URL, parseApiKey, parseBaseUrl, samlBaseUrlFor } from "../client/index.js";
import { checkArgs } from "../plan/args/check-args.js";
import { type Guard, guardSchema } from "../plan/guard/guard.js";
import { accountIdProblems } from "./account-id.js";
import { SAML_USERS_MODES, type SamlUsersMode } from "./saml-users-mode.js";
import { present, Settings } from "./settings.js";
import type { Sources } from "./sources.js";

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

/** Reads the configuration; throws a {@link ConfigError} that lists every problem. */
export function readConfig(sources: Sources): Config {
  const settings = new Settings("cloudone", sources);
  const { problems } = settings;
  const apiKey = readApiKey(settings);
  const baseUrl = settings.value("baseUrl");
  if (baseUrl !== undefined) settings.attempt(() => parseBaseUrl(baseUrl));
  const samlBaseUrl = settings.value("samlBaseUrl");
  if (samlBaseUrl !== undefined) settings.attempt(() => samlBaseUrlFor(DEFAULT_BASE_URL, samlBaseUrl));
  const config = {
    readOnly: settings.flag("readOnly"),
    ...present({
      baseUrl,
      accountId: readAccountId(settings),
      maxRequestsPerSecond: settings.positive("maxRequestsPerSecond"),
      timeoutSeconds: settings.positive("timeoutSeconds"),
      samlUsers: settings.oneOf("samlUsers", SAML_USERS_MODES, "it must be auto, required or off."),
      samlBaseUrl,
      guard: readGuard("cloudone:guard", settings.stack("guard"), problems),
      // Bounds from the environment reach every run: a plain refresh or destroy, and an up whose program declares none of our
      // resources, may use the stored configuration.
      guardBounds: readGuard("CLOUDONE_GUARD", settings.env("guard"), problems),
    }),
  };
  if (problems.length > 0 || apiKey === undefined) throw new ConfigError(problems.join("\n"));
  return { apiKey, ...config };
}

function readApiKey(settings: Settings): string | undefined {
  const apiKey = settings.secret("apiKey");
  if (apiKey !== undefined) settings.attempt(() => parseApiKey(apiKey));
  else {
    settings.problems.push(
      "No API key: set the environment variable CLOUDONE_API_KEY, " +
        "or run `pulumi config set --secret cloudone:apiKey <keyId>:<secret>`.",
    );
  }
  return apiKey;
}

function readAccountId(settings: Settings): string | undefined {
  const [configured, fromEnvironment] = [settings.stack("accountId"), settings.env("accountId")];
  settings.problems.push(...accountIdProblems("cloudone:accountId", configured));
  settings.problems.push(...accountIdProblems("CLOUDONE_ACCOUNT_ID", fromEnvironment));
  if (configured !== undefined && fromEnvironment !== undefined && configured !== fromEnvironment) {
    settings.problems.push(
      `cloudone:accountId is ${configured} but CLOUDONE_ACCOUNT_ID is ${fromEnvironment}: they must agree. Correct or remove one of them.`,
    );
  }
  return configured ?? fromEnvironment;
}

function readGuard(name: string, text: string | undefined, problems: string[]): Guard | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const parsed = guardSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const reasons = isObject
      ? checkArgs({ schema: guardSchema, shown: [], rules: () => [] }, { ...value })
      : [{ property: name, reason: "it must be a JSON object" }];
    problems.push(
      `${name} is not a guard:\n${reasons.map(({ property, reason }) => `  ${property}: ${reason}`).join("\n")}`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.push(`${name} is not JSON: ${error.message}`);
  }
  return undefined;
}
