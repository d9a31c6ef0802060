// A type test holds the wire schemas to these, so that the types people compile against name no other package.

/** An account as the API returns it. If the API says null or nothing: `alias`, `locale`, `timezone`, `region`, `urn` are "", `mfaRequired` is false. */
export interface Account {
  /** 12 digits. */
  id: string;
  alias: string;
  locale: string;
  timezone: string;
  /** The account is locked to it. */
  region: string;
  /** `active`, or `suspended` for 30 days before it is deleted. */
  state: string;
  mfaRequired: boolean;
  /** RFC 3339, UTC, like all times here. */
  created?: string | undefined;
  lastEntitlement?: string | undefined;
  lastModified?: string | undefined;
  urn: string;
  links?: unknown[] | undefined;
  /** What the API may add. */
  [field: string]: unknown;
}

/** The whole writable body, since merge or replace is not documented. */
export interface AccountBody {
  alias: string;
  locale: string;
  timezone: string;
  region: string;
  mfaRequired: boolean;
}

/** An API key as the API returns it, never its secret. If the API says null or nothing, `urn` is "". */
export interface ApiKey {
  id: string;
  alias?: string | undefined;
  description?: string | undefined;
  roleID: string;
  locale?: string | undefined;
  timezone?: string | undefined;
  allowedIPs?: string[] | undefined;
  allowedCIDRs?: string[] | undefined;
  enabled?: boolean | undefined;
  /** RFC 3339, UTC, like all times here. */
  created?: string | undefined;
  lastModified?: string | undefined;
  lastActivity?: string | undefined;
  urn: string;
  /** What the API may add. */
  [field: string]: unknown;
}

/** An invitation as the API returns it. */
export interface Invitation {
  id: string;
  email: string;
  roleID: string;
  /** `invited` is the only documented one. */
  state: string;
  /** RFC 3339, UTC, like all times here. */
  created?: string | undefined;
  lastModified?: string | undefined;
  expiry?: string | undefined;
  lastSent?: string | undefined;
  urn?: string | undefined;
  /** What the API may add. */
  [field: string]: unknown;
}

export interface InvitationBody {
  email: string;
  roleID: string;
}

/** A role as the API returns it. If the API says null or nothing, strings are "" and `serviceRoleURNs` is []. */
export interface Role {
  /** Chosen at creation, immutable, `^[a-z0-9-]+$`. */
  id: string;
  name: string;
  description: string;
  serviceRoleURNs: string[];
  /** RFC 3339, UTC, like all times here. */
  created: string;
  lastModified: string;
  urn: string;
  /** What the API may add. */
  [field: string]: unknown;
}

/** The whole writable body, since merge or replace is not documented. */
export interface RoleBody {
  id: string;
  name: string;
  /** Left out if it was not read. */
  description?: string | undefined;
  serviceRoleURNs: readonly string[];
}

/**
 * A person who signs in by SSO, as the API returns them, with the `id` that describes them. They have no state and no email.
 * If the API says null or nothing, `subject` is "".
 */
export interface SamlUser {
  /** The end of the URN. */
  id: string;
  /** The NameID that the identity provider sends, often an email address. */
  subject: string;
  /** `urn:cloudone:identity:<region>:<account>:saml-user/<64 hex>`: the identity. */
  urn: string;
  roleID: string;
  /** RFC 3339, UTC, like all times here. */
  created?: string | undefined;
  lastModified?: string | undefined;
  /** What the API may add. */
  [field: string]: unknown;
}

/** A user of the account as the API returns it. If the API says null or nothing, `name` and `urn` are "". */
export interface User {
  /** A UUID: the identity. */
  id: string;
  name: string;
  email: string;
  roleID: string;
  locale?: string | undefined;
  timezone?: string | undefined;
  /** `enabled` or `disabled`. */
  state: string;
  mfaEnabled?: boolean | undefined;
  /** RFC 3339, UTC, like all times here. */
  created?: string | undefined;
  lastModified?: string | undefined;
  lastActivity?: string | undefined;
  urn: string;
  /** What the API may add. */
  [field: string]: unknown;
}

/** What may be written. The API wants `roleID` on every modify. */
export interface UserBody {
  roleID: string;
  state?: "enabled" | "disabled";
}
