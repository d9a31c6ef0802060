import type { Output } from "@pulumi/pulumi";
import type { SamlUser } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getSamlUser}. */
export interface GetSamlUserArgs {
  /** The last part of the SAML user's URN: 64 hexadecimal digits. */
  samlUserId: string;
}

/** The arguments of {@link getSamlUserOutput}. */
export interface GetSamlUserOutputArgs extends Inputs<GetSamlUserArgs> {}

/** A person who signs in by SSO, as the API describes them; `id` is the last part of the URN: `{id, subject, roleID, urn, …}`. */
export type GetSamlUserResult = SamlUser;

/**
 * Reads a person who signs in by SSO. Fails if there is no such person.
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
  /** Return only people who hold exactly this role. */
  roleId?: string;
}

/** The arguments of {@link getSamlUsersOutput}. */
export interface GetSamlUsersOutputArgs extends Inputs<GetSamlUsersArgs> {}

/**
 * Reads all people who sign in to the account by SSO, or those who hold a role. Fails rather than return an incomplete list,
 * even if the key may not list them.
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
