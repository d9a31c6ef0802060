import "./bring-configuration.js";
import "./delete-nothing-after-failure.js";

export { AccountSettings, type AccountSettingsArgs } from "./account-settings.js";
export {
  type GetAccountArgs,
  type GetAccountOutputArgs,
  type GetAccountResult,
  getAccount,
  getAccountOutput,
} from "./get-account.js";
export {
  type GetApiKeyArgs,
  type GetApiKeyOutputArgs,
  type GetApiKeyResult,
  type GetApiKeysArgs,
  type GetApiKeysOutputArgs,
  getApiKey,
  getApiKeyOutput,
  getApiKeys,
  getApiKeysOutput,
} from "./get-api-key.js";
export { type GetCallerResult, getCaller, getCallerOutput } from "./get-caller.js";
export { type GetInvitationResult, getInvitations, getInvitationsOutput } from "./get-invitations.js";
export {
  type GetRoleArgs,
  type GetRoleOutputArgs,
  type GetRoleResult,
  getRole,
  getRoleOutput,
  getRoles,
  getRolesOutput,
} from "./get-role.js";
export {
  type GetSamlUserArgs,
  type GetSamlUserOutputArgs,
  type GetSamlUserResult,
  type GetSamlUsersArgs,
  type GetSamlUsersOutputArgs,
  getSamlUser,
  getSamlUserOutput,
  getSamlUsers,
  getSamlUsersOutput,
} from "./get-saml-user.js";
export {
  type GetUserArgs,
  type GetUserOutputArgs,
  type GetUserResult,
  type GetUsersArgs,
  type GetUsersOutputArgs,
  getUser,
  getUserOutput,
  getUsers,
  getUsersOutput,
} from "./get-user.js";
export type { GuardArgs } from "./guard.js";
export { Role, type RoleArgs } from "./role.js";
export { RoleSet, type RoleSetArgs, type RoleSetEntry } from "./role-set.js";
export * as sailpoint from "./sailpoint.js";
export {
  type ServiceRoleUrnArgs,
  type ServiceRoleUrnOutputArgs,
  serviceRoleUrn,
  serviceRoleUrnOutput,
} from "./service-role-urn.js";
export { UserAssignment, type UserAssignmentArgs } from "./user-assignment.js";
export {
  UserAssignmentSet,
  type UserAssignmentSetArgs,
  type UserAssignmentSetEntry,
} from "./user-assignment-set.js";
