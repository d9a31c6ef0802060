import type { Output } from "@pulumi/pulumi";
import type { User } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getUser}: exactly one of `email` and `userId`. */
export interface GetUserArgs {
  /** The user's email address, in any case. */
  email?: string;
  /** The user's id, a uuid. */
  userId?: string;
}

/** The arguments of {@link getUserOutput}: exactly one of `email` and `userId`. */
export interface GetUserOutputArgs extends Inputs<GetUserArgs> {}

/** A user as the API describes them: `{id, name, email, roleID, state, mfaEnabled, lastActivity, urn, …}`. */
export type GetUserResult = User;

/**
 * Reads a user of the account, enabled or disabled. Fails if there is no such user. However many users a program reads, it
 * fetches the list once.
 *
 * @example
 * ```typescript
 * const { roleID, state } = await cloudone.getUser({ email: "ann@example.com" });
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-users/
 */
export function getUser(args: GetUserArgs): Promise<GetUserResult> {
  return callFunction("cloudone:index:getUser", args);
}

/** {@link getUser} with inputs. */
export function getUserOutput(args: GetUserOutputArgs): Output<GetUserResult> {
  return callFunctionOutput("cloudone:index:getUser", { ...args });
}

/** The arguments of {@link getUsers}. */
export interface GetUsersArgs {
  /** Return only users who hold exactly this role. */
  roleId?: string;
}

/** The arguments of {@link getUsersOutput}. */
export interface GetUsersOutputArgs extends Inputs<GetUsersArgs> {}

/**
 * Reads all users of the account, including disabled ones, or those who hold a role. Fails rather than return an incomplete
 * list.
 *
 * @example
 * ```typescript
 * const admins = await cloudone.getUsers({ roleId: "full-access" });
 * export const withoutMfa = admins.filter(({ mfaEnabled }) => !mfaEnabled).map(({ email }) => email);
 * ```
 */
export function getUsers(args: GetUsersArgs = {}): Promise<GetUserResult[]> {
  return callFunction("cloudone:index:getUsers", args);
}

/** {@link getUsers} with inputs. */
export function getUsersOutput(args: GetUsersOutputArgs = {}): Output<GetUserResult[]> {
  return callFunctionOutput("cloudone:index:getUsers", { ...args });
}
