export type { Accounts, ApiKeys, Invitations, List, Roles, SamlUsers, Users } from "./api/collections.js";
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
} from "./api/objects.js";
export { type CloudOne, type CloudOneOptions, createCloudOne } from "./cloud-one.js";
export { ApiError, NotFoundError } from "./errors/api-error.js";
export { ConfigError } from "./errors/config-error.js";
export { DeadlineError } from "./errors/deadline-error.js";
export { InvalidResponseError } from "./errors/invalid-response-error.js";
export { ReadOnlyError } from "./errors/read-only-error.js";
export { StaleReadError } from "./errors/stale-read-error.js";
export { UnknownOutcomeError } from "./errors/unknown-outcome-error.js";
export type { CallOptions } from "./http/request.js";
export type { WaitNotice } from "./pacing/wait-notice.js";
export type { SailPointAccount } from "./sailpoint/account.js";
export type { AccountQuery } from "./sailpoint/account-list.js";
export type { SailPointAccounts } from "./sailpoint/accounts.js";
export { createSailPoint, type SailPoint, type SailPointOptions } from "./sailpoint/sail-point.js";
