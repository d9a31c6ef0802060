import type { Output } from "@pulumi/pulumi";
import { callFunction, callFunctionOutput } from "./call-function.js";
import type { Inputs } from "./inputs.js";

/** The arguments of {@link serviceRoleUrn}. */
export interface ServiceRoleUrnArgs {
  /** The service, such as `workload`, `conformity`, `application`, `network`, `audit`, `identity`. */
  service: string;
  /** The service's own role, such as `full-access` or `read-only`. */
  role: string;
  /**
   * The region, such as `us-1`.
   *
   * @default the region of the API key's account
   */
  region?: string;
  /**
   * The 12-digit id of the account.
   *
   * @default the account of the API key
   */
  accountId?: string;
}

/** The arguments of {@link serviceRoleUrnOutput}. */
export interface ServiceRoleUrnOutputArgs extends Inputs<ServiceRoleUrnArgs> {}

/**
 * The URN of a service's own role, for the `serviceRoleURNs` of a role. If you give both `region` and `accountId`, it makes no
 * request; otherwise {@link getCaller} provides what is missing.
 *
 * @example
 * ```typescript
 * new cloudone.Role("auditor", {
 *   roleId: "auditor",
 *   name: "Auditor",
 *   serviceRoleURNs: [await cloudone.serviceRoleUrn({ service: "workload", role: "read-only" })],
 * });
 * ```
 */
export function serviceRoleUrn(args: ServiceRoleUrnArgs): Promise<string> {
  return callFunction("cloudone:index:serviceRoleUrn", args);
}

/** {@link serviceRoleUrn} with inputs. */
export function serviceRoleUrnOutput(args: ServiceRoleUrnOutputArgs): Output<string> {
  return callFunctionOutput("cloudone:index:serviceRoleUrn", { ...args });
}
