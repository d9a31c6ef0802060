/** The vendor's objects as sent over the wire. Times are RFC 3339 UTC. */

/** An account: https://cloudone.trendmicro.com/docs/identity-and-account-management/c1-accounts-about/ */
export interface Account {
  /** 12 digits. */
  id: string;
  alias: string;
  locale: string;
  timezone: string;
  region: string;
  state: "active" | "suspended";
  created: string;
  lastEntitlement: string;
  lastModified: string;
  urn: string;
  mfaRequired: boolean;
  links: { rel: string; method: string }[];
}

/** A role. An undeclared description is absent here; a switch decides how it is shown. */
export interface Role {
  id: string;
  name: string;
  description?: string;
  serviceRoleURNs: string[];
  created: string;
  lastModified: string;
  urn: string;
}

/** A person with one role in the account. */
export interface User {
  id: string;
  name: string;
  email: string;
  roleID: string;
  locale: string;
  timezone: string;
  state: "enabled" | "disabled";
  mfaEnabled: boolean;
  created: string;
  lastModified: string;
  lastActivity: string;
  urn: string;
}

/** An API key, without its secret. */
export interface ApiKey {
  id: string;
  alias: string;
  description: string;
  roleID: string;
  locale: string;
  timezone: string;
  allowedIPs: string[];
  allowedCIDRs: string[];
  enabled: boolean;
  created: string;
  lastModified: string;
  lastActivity: string;
  urn: string;
}

/** A person who signs in by SSO. On the wire there is no id besides the URN. */
export interface SamlUser {
  /** 64 hexadecimal digits, the end of the URN. */
  id: string;
  /** The NameID that the identity provider sends. */
  subject: string;
  roleID: string;
  created: string;
  lastModified: string;
  urn: string;
}

/** An invitation that has not been accepted yet. */
export interface Invitation {
  id: string;
  email: string;
  roleID: string;
  state: "invited" | "accepted";
  created: string;
  lastModified: string;
  expiry: string;
  lastSent: string;
  urn: string;
}
