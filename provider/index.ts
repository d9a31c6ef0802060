import type { dynamic } from "@pulumi/pulumi";
import { serve } from "./engine/provider-process.js";
import { accountSettings } from "./resources/account-settings.js";
import { role } from "./resources/role.js";
import { roleSet } from "./resources/role-set.js";
import { userAssignment } from "./resources/user-assignment.js";
import { userAssignmentSet } from "./resources/user-assignment-set.js";

// The provider text in every state names these: they are permanent.
export const roleProvider = (): dynamic.ResourceProvider => serve(role);
export const userAssignmentProvider = (): dynamic.ResourceProvider => serve(userAssignment);
export const accountSettingsProvider = (): dynamic.ResourceProvider => serve(accountSettings);
export const roleSetProvider = (): dynamic.ResourceProvider => serve(roleSet);
export const userAssignmentSetProvider = (): dynamic.ResourceProvider => serve(userAssignmentSet);

export type { Accounts, ApiKeys, Invitations, List, Roles, SamlUsers, Users } from "./client/api/collections.js";
export type {
  Account,
  AccountBody,
  ApiKey,
  Invitation,
  InvitationBody,
  Role,
  RoleBody,
  SamlUser,
  User,
  UserBody,
} from "./client/api/objects.js";
export { createCloudOne } from "./client/cloud-one.js";
export type { CloudOne, CloudOneOptions } from "./client/cloud-one-options.js";
export { ApiError, NotFoundError } from "./client/errors/api-error.js";
export { ConfigError } from "./client/errors/config-error.js";
export { DeadlineError } from "./client/errors/deadline-error.js";
export { InvalidResponseError } from "./client/errors/invalid-response-error.js";
export { ReadOnlyError } from "./client/errors/read-only-error.js";
export { StaleReadError } from "./client/errors/stale-read-error.js";
export { UnknownOutcomeError } from "./client/errors/unknown-outcome-error.js";
export type { CallOptions } from "./client/http/request.js";
export type { WaitNotice } from "./client/pacing/wait-notice.js";
export type { SailPointAccount } from "./client/sailpoint/account.js";
export type { AccountQuery } from "./client/sailpoint/account-list.js";
export type { SailPointAccounts } from "./client/sailpoint/accounts.js";
export { createSailPoint } from "./client/sailpoint/sail-point.js";
export type { SailPoint, SailPointOptions } from "./client/sailpoint/sail-point-options.js";
export { AccountMismatchError } from "./session/account-proof.js";
