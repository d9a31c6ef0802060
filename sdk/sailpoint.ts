import type { Input, Output } from "@pulumi/pulumi";
import type { SailPointAccount } from "../provider/client/sailpoint/account.js";
import { callFunction, callFunctionOutput } from "./call-function.js";

/** The arguments of {@link getAccount}. */
export interface GetAccountArgs {
  /** The account's id in SailPoint: its own, no login and no email. */
  id: string;
}

/** The arguments of {@link getAccountOutput}. */
export interface GetAccountOutputArgs {
  /** The account's id in SailPoint: its own, no login and no email. */
  id: Input<string>;
}

/**
 * An account as SailPoint describes it: `{id, name, sourceId, identityId, nativeIdentity, disabled, locked, …}`. What it
 * sends as null is absent: `disabled === true` is the one sign that someone is disabled.
 */
export type GetAccountResult = SailPointAccount;

/**
 * Reads a SailPoint account. It fails where there is none.
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
   * SailPoint's own filter. Put texts in double quotes, and a backslash before a double quote in them.
   *
   * @example 'sourceId eq "2c9180835d2e5168015d32f890ca1581" and nativeIdentity eq "ann@example.com"'
   * @default all accounts
   */
  filters?: string;
}

/** The arguments of {@link getAccountsOutput}. */
export interface GetAccountsOutputArgs {
  /** As in {@link GetAccountsArgs}. */
  filters?: Input<string>;
}

/**
 * Reads all SailPoint accounts that fit. It fails rather than leave one out; SailPoint lists 10,000 at most.
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
