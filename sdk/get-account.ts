import type { Output } from "@pulumi/pulumi";
import type { Account } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getAccount}. */
export interface GetAccountArgs {
  /**
   * The 12-digit id of the account.
   *
   * @default the account of the API key
   */
  accountId?: string;
}

/** The arguments of {@link getAccountOutput}. */
export interface GetAccountOutputArgs extends Inputs<GetAccountArgs> {}

/** An account as the API describes it: `{id, alias, locale, timezone, region, state, mfaRequired, urn, …}`. */
export type GetAccountResult = Account;

/**
 * Reads the account and its settings. Fails if the API key cannot see the account.
 *
 * @example
 * ```typescript
 * const { alias, mfaRequired } = await cloudone.getAccount();
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-accounts-about/
 */
export function getAccount(args: GetAccountArgs = {}): Promise<GetAccountResult> {
  return callFunction("cloudone:index:getAccount", args);
}

/** {@link getAccount} with inputs. */
export function getAccountOutput(args: GetAccountOutputArgs = {}): Output<GetAccountResult> {
  return callFunctionOutput("cloudone:index:getAccount", { ...args });
}
