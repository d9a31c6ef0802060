import type { Settings } from "../../provider/plan/account-settings.js";
import type { RoleEntry } from "../../provider/plan/role-set.js";
import type { Ending } from "../../provider/plan/until.js";

/** What kind of object a finding is about. */
export type DriftKind = "role" | "user" | "account" | "apiKey";

/** Where an object is declared. */
export interface Place {
  urn: string;
  /** The Pulumi id; in a set, the member's key. */
  id: string;
  /** Of a user whose id is no address: the email under which the state knows them. */
  name?: string;
}

/** A role as a resource, or a member of a set, declares it. */
export interface DeclaredRole extends Place {
  roleId: string;
  content: Partial<RoleEntry>;
}

/** A user as a resource, or a member of a set, declares them. */
export interface DeclaredUser extends Place {
  userId: string | undefined;
  /** Whether the state knows them as invited and yet to accept. */
  isInvited: boolean;
  /** Undefined where the user is declared by id alone. */
  email: string | undefined;
  /** The address under which the state knows the user. */
  knownAs: string | undefined;
  roleId: string | undefined;
  state: "enabled" | "disabled" | undefined;
  /** When the access ends, where that is declared. */
  ending: DeclaredEnding | undefined;
}

/** The end of a user's access. */
export interface DeclaredEnding extends Ending {
  until: string;
  /** The roles that a disable may give: the found one is given back where it can be. */
  fallbacks: readonly string[];
  /** The user as the last `up` left them. */
  stored: { roleId?: unknown; state?: unknown };
}

/** Declared settings of the account. */
export interface DeclaredSettings extends Place {
  accountId: string;
  settings: Settings;
}

/** A property that a secret keeps from being compared. */
export interface Unreadable extends Place {
  kind: DriftKind;
  property: string;
}

/** Everything that the resources of one or more states declare. */
export interface Declared {
  roles: DeclaredRole[];
  users: DeclaredUser[];
  settings: DeclaredSettings[];
  /** Users that a set dropped and left disabled. */
  former: { urn: string; userId: string }[];
  /** What the sets never touch, report or count. */
  excluded: { role: string[]; user: string[] };
  /** Dropped roles that a set deletes once their last holder has moved. */
  retiring: string[];
  unreadable: Unreadable[];
  /** The accounts that the resources belong to, each with one of its URNs. */
  accounts: Map<string, string>;
}
