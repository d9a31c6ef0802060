import type { SailPointAccountSeed } from "./sailpoint/account-object.js";
import type { Switches } from "./switch-positions.js";

// A type test compares these with the seed's schemas: the published types must not name another package.

/** An account of a seed. */
interface AccountSeed {
  /** 12 digits. */
  id?: string | undefined;
  alias?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
  region?: string | undefined;
  state?: "active" | "suspended" | undefined;
  mfaRequired?: boolean | undefined;
  created?: string | undefined;
}

/** A role of a seed. The id of a predefined one replaces that one. */
export interface RoleSeed {
  id: string;
  name?: string | undefined;
  description?: string | undefined;
  serviceRoleURNs?: string[] | undefined;
  created?: string | undefined;
}

/** A user of a seed: email and roleID are enough. */
export interface UserSeed {
  id?: string | undefined;
  email: string;
  roleID: string;
  name?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
  state?: "enabled" | "disabled" | undefined;
  mfaEnabled?: boolean | undefined;
  created?: string | undefined;
}

/** An API key of a seed. The secret is kept apart and never shown. */
export interface ApiKeySeed {
  id: string;
  secret: string;
  /** @default "full-access" */
  roleID?: string | undefined;
  alias?: string | undefined;
  description?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
  allowedIPs?: string[] | undefined;
  allowedCIDRs?: string[] | undefined;
  enabled?: boolean | undefined;
  /** Routes that refuse this key with 403 whatever its role says; `*` stands for one segment. */
  deny?: string[] | undefined;
  created?: string | undefined;
}

/** A person of a seed who signs in by SSO: subject and roleID are enough. */
export interface SamlUserSeed {
  /** 64 hexadecimal digits. */
  id?: string | undefined;
  subject: string;
  roleID: string;
  created?: string | undefined;
}

/** An invitation of a seed. */
export interface InvitationSeed {
  id?: string | undefined;
  email: string;
  roleID: string;
  expiry?: string | undefined;
  created?: string | undefined;
}

/** One account and what it holds. */
interface TenantSeedInput {
  account?: AccountSeed | undefined;
  roles?: RoleSeed[] | undefined;
  users?: UserSeed[] | undefined;
  /** @default the demo key */
  apiKeys?: ApiKeySeed[] | undefined;
  invitations?: InvitationSeed[] | undefined;
  samlUsers?: SamlUserSeed[] | undefined;
}

/**
 * What an emulator starts with. `{}` is an account with predefined roles and the demo key. The top-level lists belong
 * to `account`; `accounts` adds others, whose keys see only their own objects.
 */
export interface Seed extends TenantSeedInput {
  /** Where an editor finds the schema of a seed file. */
  $schema?: string | undefined;
  accounts?: TenantSeedInput[] | undefined;
  /** A SailPoint tenant beside Cloud One. */
  sailpoint?:
    | {
        clientId?: string | undefined;
        clientSecret?: string | undefined;
        accounts?: SailPointAccountSeed[] | undefined;
      }
    | undefined;
  /** Positions of switches, so that a seed file is complete. */
  switches?: { [Name in keyof Switches]?: Switches[Name] | undefined } | undefined;
}
