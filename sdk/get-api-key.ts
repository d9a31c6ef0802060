import type { Output } from "@pulumi/pulumi";
import type { ApiKey } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getApiKey}. */
export interface GetApiKeyArgs {
  /**
   * The key's id: the part before its colon.
   *
   * @default the key in use
   */
  apiKeyId?: string;
}

/** The arguments of {@link getApiKeyOutput}. */
export interface GetApiKeyOutputArgs extends Inputs<GetApiKeyArgs> {}

/** An API key as the API describes it, without its secret: `{id, alias, roleID, enabled, lastActivity, urn, …}`. */
export type GetApiKeyResult = ApiKey;

/**
 * Reads an API key. Fails if it does not exist.
 *
 * @example
 * ```typescript
 * const { alias, roleID } = await cloudone.getApiKey();
 * ```
 */
export function getApiKey(args: GetApiKeyArgs = {}): Promise<GetApiKeyResult> {
  return callFunction("cloudone:index:getApiKey", args);
}

/** {@link getApiKey} with inputs. */
export function getApiKeyOutput(args: GetApiKeyOutputArgs = {}): Output<GetApiKeyResult> {
  return callFunctionOutput("cloudone:index:getApiKey", { ...args });
}

/** The arguments of {@link getApiKeys}. */
export interface GetApiKeysArgs {
  /** Return only keys that hold exactly this role. */
  roleId?: string;
}

/** The arguments of {@link getApiKeysOutput}. */
export interface GetApiKeysOutputArgs extends Inputs<GetApiKeysArgs> {}

/**
 * Reads all API keys of the account, or those that hold a role. Fails rather than return an incomplete list.
 *
 * @example
 * ```typescript
 * const idle = (await cloudone.getApiKeys()).filter(({ lastActivity }) => (lastActivity ?? "") < "2026-01-01");
 * ```
 */
export function getApiKeys(args: GetApiKeysArgs = {}): Promise<GetApiKeyResult[]> {
  return callFunction("cloudone:index:getApiKeys", args);
}

/** {@link getApiKeys} with inputs. */
export function getApiKeysOutput(args: GetApiKeysOutputArgs = {}): Output<GetApiKeyResult[]> {
  return callFunctionOutput("cloudone:index:getApiKeys", { ...args });
}
