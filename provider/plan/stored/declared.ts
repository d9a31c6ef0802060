import type { Settings } from "../account-settings.js";
import { holdsSecret, isSecret } from "../args/secret-value.js";
import type { ObjectKind } from "../objects.js";
import type { RoleEntry } from "../roles/role-set.js";
import type { Ending } from "../users/until.js";

type Values = Record<string, unknown>;

/** A resource of this package as a state has it. */
export interface StoredResource {
  urn: string;
  id: string;
  inputs: Values;
  outputs: Values;
}

/** Where an object is declared. */
export interface Place {
  urn: string;
  /** The Pulumi id; in a set, the member's key. */
  id: string;
  /** For a user whose id is not an address: the email under which the state knows them. */
  name?: string;
}

/** A role that a resource declares, alone or as a member of a set. */
export interface DeclaredRole extends Place {
  roleId: string;
  content: Partial<RoleEntry>;
}

/** A user that a resource declares, alone or as a member of a set. */
export interface DeclaredUser extends Place {
  userId: string | undefined;
  /** Whether they have not accepted their invitation yet, as far as the state knows. */
  isInvited: boolean;
  /** Undefined if the user is declared by id alone. */
  email: string | undefined;
  /** The address under which the state knows the user. */
  knownAs: string | undefined;
  roleId: string | undefined;
  state: "enabled" | "disabled" | undefined;
  /** When the access ends, if that is declared. */
  ending: DeclaredEnding | undefined;
}

/** The end of a user's access. */
export interface DeclaredEnding extends Ending {
  until: string;
  /** The role found at create, which a disable gives back if it can. */
  found: string | undefined;
  /** The user as the last `up` left them. */
  stored: { roleId?: unknown; state?: unknown };
}

/** Declared settings of the account. */
interface DeclaredSettings extends Place {
  accountId: string;
  settings: Settings;
}

/** A property that a secret keeps from being compared. */
export interface Unreadable extends Place {
  kind: ObjectKind;
  property: string;
}

/** The objects that the resources of one or more states declare. */
export interface DeclaredObjects {
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
}

/** The members of a set; if the whole list is a secret, the outputs still identify the objects. */
export function storedMembers(
  urn: string,
  kind: ObjectKind,
  declared: unknown,
  ids: unknown,
  into: DeclaredObjects,
): [string, unknown][] {
  const entries = isSecret(declared)
    ? Object.keys(values(ids)).map((key): [string, unknown] => [key, declared])
    : Object.entries(values(declared));
  return entries.map(([id, entry]) => {
    if (!isSecret(entry)) return [id, entry];
    into.unreadable.push({ urn, id, kind, property: "*" });
    return [id, {}];
  });
}

/** The declared values in `from` that can be compared; the others are recorded as unreadable. */
export function readable<K extends string>(
  place: Place,
  kind: ObjectKind,
  from: Values,
  keys: readonly K[],
  { unreadable }: DeclaredObjects,
): Partial<Record<K, unknown>> {
  const present = keys.filter((key) => from[key] !== undefined && from[key] !== null);
  const secret = present.filter((key) => holdsSecret(from[key]));
  unreadable.push(...secret.map((property) => ({ ...place, kind, property })));
  return Object.fromEntries(present.filter((key) => !secret.includes(key)).map((key) => [key, from[key]])) as Partial<
    Record<K, unknown>
  >;
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function values(value: unknown): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
}
