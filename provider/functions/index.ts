import { getAccount } from "./accounts.js";
import { getApiKey, getApiKeys } from "./api-keys.js";
import { getCaller, serviceRoleUrn } from "./caller.js";
import { getInvitations } from "./invitations.js";
import { getRole, getRoles } from "./roles.js";
import { sailPointAccount, sailPointAccounts } from "./sailpoint.js";
import { getSamlUser, getSamlUsers } from "./saml-users.js";
import { getUser, getUsers } from "./users.js";

/** The functions of a program, by their tokens. */
export const FUNCTIONS = {
  "cloudone:index:getRole": getRole,
  "cloudone:index:getRoles": getRoles,
  "cloudone:index:getUser": getUser,
  "cloudone:index:getUsers": getUsers,
  "cloudone:index:getAccount": getAccount,
  "cloudone:index:getApiKey": getApiKey,
  "cloudone:index:getApiKeys": getApiKeys,
  "cloudone:index:getInvitations": getInvitations,
  "cloudone:index:getSamlUser": getSamlUser,
  "cloudone:index:getSamlUsers": getSamlUsers,
  "cloudone:index:getCaller": getCaller,
  "cloudone:index:serviceRoleUrn": serviceRoleUrn,
  "cloudone:sailpoint:getAccount": sailPointAccount,
  "cloudone:sailpoint:getAccounts": sailPointAccounts,
} as const;

export type { CallerIdentity } from "./caller-identity.js";
export { FunctionContext } from "./function-context.js";
export { FunctionError, type ProviderFunction, runFunction } from "./provider-function.js";
