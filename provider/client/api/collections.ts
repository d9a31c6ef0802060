import type { CallOptions } from "../http/request.js";
import type {
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
} from "./objects.js";

/** A complete list. Iterating it reads all its pages or throws; iterating it again reads them again. */
export interface List<Item> extends AsyncIterable<Item> {
  /** The same list, one server page at a time. */
  pages(): AsyncIterable<readonly Item[]>;
}

/**
 * `GET`, `POST`, `DELETE /accounts/{id}`.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Accounts
 */
export interface Accounts {
  /** @throws NotFoundError if the API itself says that it does not exist. */
  describe(id: string, options?: CallOptions): Promise<Account>;
  /** @throws UnknownOutcomeError if the write may have taken effect. */
  modify(id: string, body: AccountBody, options?: CallOptions): Promise<Account>;
  /**
   * Suspends the account; the vendor deletes it after 30 days. `message` is what the API says about it, "" if it says
   * nothing. Only reading the account as `suspended` proves that it is.
   */
  delete(id: string, options?: CallOptions): Promise<{ message: string }>;
}

/** `GET /apikeys` and `GET /apikeys/{id}`. */
export interface ApiKeys {
  /** All keys, or those that hold exactly `roleID`. Iterating throws rather than ending early. */
  list(filter?: { roleID?: string }, options?: CallOptions): List<ApiKey>;
  /** @throws NotFoundError if the API itself says that it does not exist. */
  describe(id: string, options?: CallOptions): Promise<ApiKey>;
}

/** `GET` and `POST /invitations`. The API cannot withdraw one. */
export interface Invitations {
  /** All invitations. Iterating throws rather than ending early. */
  list(options?: CallOptions): List<Invitation>;
  /** Sends a mail to the address. @throws UnknownOutcomeError if it may have been sent. */
  create(body: InvitationBody, options?: CallOptions): Promise<Invitation>;
}

/**
 * `GET`, `POST /roles`, and `GET`, `POST`, `DELETE /roles/{id}`.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Roles
 */
export interface Roles {
  /** All roles, including predefined ones. Iterating throws rather than ending early. */
  list(options?: CallOptions): List<Role>;
  /** @throws NotFoundError if the API itself says that it does not exist. */
  describe(id: string, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError if the write may have taken effect. */
  create(body: RoleBody, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError if the write may have taken effect. */
  modify(id: string, body: RoleBody, options?: CallOptions): Promise<Role>;
  /** @throws UnknownOutcomeError if the write may have taken effect. */
  delete(id: string, options?: CallOptions): Promise<void>;
}

/** `GET /saml-users` and `GET /saml-user/{id}`, on the host of `samlBaseUrl`. Nothing writes to these people. */
export interface SamlUsers {
  /** All people who sign in by SSO. Iterating throws rather than ending early. */
  list(options?: CallOptions): List<SamlUser>;
  /** @throws NotFoundError if the API itself says that they do not exist. */
  describe(id: string, options?: CallOptions): Promise<SamlUser>;
}

/**
 * `GET /users`, and `GET`, `POST`, `DELETE /users/{id}`. Users only come from an accepted invitation.
 * https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/tag/Users
 */
export interface Users {
  /** All users, or those who hold exactly `roleID`. Iterating throws rather than ending early. */
  list(filter?: { roleID?: string }, options?: CallOptions): List<User>;
  /** @throws NotFoundError if the API itself says that it does not exist. */
  describe(id: string, options?: CallOptions): Promise<User>;
  /** @throws UnknownOutcomeError if the write may have taken effect. */
  modify(id: string, body: UserBody, options?: CallOptions): Promise<User>;
  /** Removes the user from the account; the API cannot bring them back. @throws UnknownOutcomeError as above. */
  delete(id: string, options?: CallOptions): Promise<void>;
}
