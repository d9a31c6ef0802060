import type { ObjectKind } from "../../provider/plan/objects.js";
import type { Place } from "../../provider/plan/stored/declared.js";
import type { Then } from "../../provider/plan/users/until.js";

/** What kind of object a finding is about. */
export type DriftKind = ObjectKind | "apiKey";

/** A property that differs from its declaration. */
interface Changed extends Place {
  kind: ObjectKind;
  property: string;
  declared: unknown;
  actual: unknown;
  /** Whether the object is an admin role in the account, or a user with one. */
  isAdmin?: boolean;
}

/** A declared object that the account does not have. */
export interface Missing extends Place {
  kind: ObjectKind;
}

/** An object of the account that no resource declares. */
interface Unmanaged {
  kind: Exclude<DriftKind, "account">;
  /** The role's, the user's or the API key's id. */
  id: string;
  /** The role's name, the user's email, or the API key's alias. */
  name: string;
  /** For a user or an API key: the role and state. */
  roleId?: string;
  state?: string;
  isAdmin?: boolean;
}

/** Access that has ended or ends soon. */
export interface Ends extends Place {
  kind: "user";
  /** The id that the account has for them. */
  userId: string;
  /** As it is declared. */
  until: string;
  then: Then;
}

/** Access that has ended by its declaration but that no `up` has taken away. */
interface Overdue extends Ends {
  /** What the account still has. */
  roleId: string;
  state: string;
  isAdmin?: boolean;
}

/** What a comparison found. */
export interface Findings {
  /** How many objects are declared; the members of a set count one by one. */
  managed: number;
  changed: Changed[];
  missing: Missing[];
  unmanaged: Unmanaged[];
  overdue?: Overdue[];
  /** What ends within a week: no drift. */
  ending?: Ends[];
  /** Why something could not be judged. */
  undecided: string[];
}

export function noFindings(managed: number): Findings {
  return { managed, changed: [], missing: [], unmanaged: [], undecided: [] };
}

/** What a comparison needs to know besides the two sides. */
export interface Facts {
  isAdminRole(roleId: string): boolean;
  now: number;
}

/** Identifies the place of a declaration. */
export function placeKey({ urn, id }: Pick<Place, "urn" | "id">): string {
  return JSON.stringify([urn, id]);
}
