import type { Output } from "@pulumi/pulumi";
import type { SailPointAccount } from "../provider/client/sailpoint/account.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getAccount}. */
export interface GetAccountArgs {
  /** SailPoint's own id for the account, not a login or an email. */
  id: string;
}

/** The arguments of {@link getAccountOutput}. */
export interface GetAccountOutputArgs extends Inputs<GetAccountArgs> {}

/**
 * An account as SailPoint describes it: `{id, name, sourceId, identityId, nativeIdentity, disabled, locked, …}`. Fields that it
 * sends as null are absent, so check `disabled === true`: nothing else means that the account is disabled.
 */
export type GetAccountResult = SailPointAccount;

/**
 * Reads a SailPoint account. Fails if it does not exist.
 *
 * @example
 * ```typescript
 * const { disabled } = await cloudone.sailpoint.getAccount({ id: "ef38f94347e94562b5bb8424a56397d8" });
 * ```
 *
 * @see https://developer.sailpoint.com/docs/api/v3/get-account
 */
export function getAccount(args: GetAccountArgs): Promise<GetAccountResult> {
  return callFunction("cloudone:sailpoint:getAccount", args);
}

/** {@link getAccount} with inputs. */
export function getAccountOutput(args: GetAccountOutputArgs): Output<GetAccountResult> {
  return callFunctionOutput("cloudone:sailpoint:getAccount", { ...args });
}

/** The arguments of {@link getAccounts}. */
export interface GetAccountsArgs {
  /**
   * A filter in SailPoint's own syntax. Put strings in double quotes, and escape a double quote in them with a backslash.
   *
   * @example 'sourceId eq "2c9180835d2e5168015d32f890ca1581" and nativeIdentity eq "ann@example.com"'
   * @default all accounts
   */
  filters?: string;
}

/** The arguments of {@link getAccountsOutput}. */
export interface GetAccountsOutputArgs extends Inputs<GetAccountsArgs> {}

/**
 * Reads all SailPoint accounts that match. Fails rather than return an incomplete list; SailPoint lists at most 10,000.
 *
 * @example
 * ```typescript
 * const found = await cloudone.sailpoint.getAccounts({ filters: 'nativeIdentity eq "ann@example.com"' });
 * const hasLeft = found.length === 1 && found[0]?.disabled === true;
 * ```
 *
 * @see https://developer.sailpoint.com/docs/api/v3/list-accounts
 */
export function getAccounts(args: GetAccountsArgs = {}): Promise<GetAccountResult[]> {
  return callFunction("cloudone:sailpoint:getAccounts", args);
}

/** {@link getAccounts} with inputs. */
export function getAccountsOutput(args: GetAccountsOutputArgs = {}): Output<GetAccountResult[]> {
  return callFunctionOutput("cloudone:sailpoint:getAccounts", { ...args });
}
