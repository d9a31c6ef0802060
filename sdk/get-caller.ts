import type { Output } from "@pulumi/pulumi";
import type { CallerIdentity } from "../provider/functions/caller-identity.js";
import { callFunction, callFunctionOutput } from "./call-function.js";

/** `{accountId, region, apiKeyId, roleId}`. */
export type GetCallerResult = CallerIdentity;

/**
 * Reads which account the API key in use belongs to, as the API's own responses prove it: the account, its region, the key's id
 * and its role.
 *
 * @example
 * ```typescript
 * const { accountId, region } = await cloudone.getCaller();
 * ```
 */
export function getCaller(): Promise<GetCallerResult> {
  return callFunction("cloudone:index:getCaller", {});
}

/** {@link getCaller} as an output. */
export function getCallerOutput(): Output<GetCallerResult> {
  return callFunctionOutput("cloudone:index:getCaller", {});
}
