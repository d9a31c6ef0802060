import type { Output } from "@pulumi/pulumi";
import type { Role } from "../provider/client/api/objects.js";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link getRole}. */
export interface GetRoleArgs {
  /** The role's id; the API calls it `id`. */
  roleId: string;
}

/** The arguments of {@link getRoleOutput}. */
export interface GetRoleOutputArgs extends Inputs<GetRoleArgs> {}

/** A role as the API describes it: `{id, name, description, serviceRoleURNs, created, lastModified, urn}`. */
export type GetRoleResult = Role;

/**
 * Reads a role of the account. Fails if it does not exist.
 *
 * @example
 * ```typescript
 * const { serviceRoleURNs } = await cloudone.getRole({ roleId: "read-only" });
 * ```
 *
 * @see https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-roles/
 */
export function getRole(args: GetRoleArgs): Promise<GetRoleResult> {
  return callFunction("cloudone:index:getRole", args);
}

/** {@link getRole} with inputs. */
export function getRoleOutput(args: GetRoleOutputArgs): Output<GetRoleResult> {
  return callFunctionOutput("cloudone:index:getRole", { ...args });
}

/**
 * Reads all roles of the account, including the predefined ones. Fails rather than return an incomplete list.
 *
 * @example
 * ```typescript
 * const custom = (await cloudone.getRoles()).filter(({ id }) => id !== "full-access" && id !== "read-only");
 * ```
 */
export function getRoles(): Promise<GetRoleResult[]> {
  return callFunction("cloudone:index:getRoles", {});
}

/** {@link getRoles} as an output. */
export function getRolesOutput(): Output<GetRoleResult[]> {
  return callFunctionOutput("cloudone:index:getRoles", {});
}
