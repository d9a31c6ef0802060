import type { Input, Output } from "@pulumi/pulumi";
import type { SamlUser } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";

/** The arguments of {@link getSamlUser}. */
export interface GetSamlUserArgs {
  /** The end of their URN: 64 hexadecimal digits. */
  samlUserId: string;
}

/** The arguments of {@link getSamlUserOutput}. */
export interface GetSamlUserOutputArgs {
  /** The end of their URN: 64 hexadecimal digits. */
  samlUserId: Input<string>;
}

/** A person who signs in by SSO, as the API describes them, and the end of their URN as `id`: `{id, subject, roleID, urn, …}`. */
export type GetSamlUserResult = SamlUser;

/**
 * Reads a person who signs in by SSO. It fails if there is none.
 *
 * @example
 * ```typescript
 * const [first] = await cloudone.getSamlUsers({ roleId: "full-access" });
 * const { subject, roleID } = await cloudone.getSamlUser({ samlUserId: first?.id ?? "" });
 * ```
 */
export function getSamlUser(args: GetSamlUserArgs): Promise<GetSamlUserResult> {
  return callFunction("cloudone:index:getSamlUser", args);
}

/** {@link getSamlUser} with inputs. */
export function getSamlUserOutput(args: GetSamlUserOutputArgs): Output<GetSamlUserResult> {
  return callFunctionOutput("cloudone:index:getSamlUser", { ...args });
}

/** The arguments of {@link getSamlUsers}. */
export interface GetSamlUsersArgs {
  /** Only those who hold exactly this role. */
  roleId?: string;
}

/** The arguments of {@link getSamlUsersOutput}. */
export interface GetSamlUsersOutputArgs {
  /** Only those who hold exactly this role. */
  roleId?: Input<string>;
}

/**
 * Reads all people of the account who sign in by SSO, or those who hold a role. It fails rather than leave one out, also
 * if the key may not list them.
 *
 * @example
 * ```typescript
 * const admins = (await cloudone.getSamlUsers({ roleId: "full-access" })).map(({ subject }) => subject);
 * ```
 */
export function getSamlUsers(args: GetSamlUsersArgs = {}): Promise<GetSamlUserResult[]> {
  return callFunction("cloudone:index:getSamlUsers", args);
}

/** {@link getSamlUsers} with inputs. */
export function getSamlUsersOutput(args: GetSamlUsersOutputArgs = {}): Output<GetSamlUserResult[]> {
  return callFunctionOutput("cloudone:index:getSamlUsers", { ...args });
}
