import type { Place } from "../../provider/plan/declared.js";
import type { ObjectKind } from "../../provider/plan/objects.js";
import type { Then } from "../../provider/plan/until.js";

/** What kind of object a finding is about. */
export type DriftKind = ObjectKind | "apiKey";

/** A declared property that the account has otherwise. */
export interface Changed extends Place {
  kind: ObjectKind;
  property: string;
  declared: unknown;
  actual: unknown;
  /** Whether the object is an admin role, or a user with one, as the account has it. */
  isAdmin?: boolean;
}

/** A declared object that the account does not have. */
export interface Missing extends Place {
  kind: ObjectKind;
}

/** An object of the account that no resource declares. */
export interface Unmanaged {
  kind: Exclude<DriftKind, "account">;
  /** The role's, the user's or the API key's id. */
  id: string;
  /** The role's name, the user's email, or the API key's alias. */
  name: string;
  /** Of a user and an API key: their role and state. */
  roleId?: string;
  state?: string;
  isAdmin?: boolean;
}

/** Access whose end has come, or is near. */
export interface Ends extends Place {
  kind: "user";
  /** The id that the account has for them. */
  userId: string;
  /** As it is declared. */
  until: string;
  then: Then;
}

/** Access that has ended by its declaration, and that no `up` has ended. */
export interface Overdue extends Ends {
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

/** What a comparison needs to know beside the two sides. */
export interface Facts {
  isAdminRole(roleId: string): boolean;
  now: number;
}

/** Identifies the place of a declaration. */
export function placeKey({ urn, id }: Pick<Place, "urn" | "id">): string {
  return JSON.stringify([urn, id]);
}
