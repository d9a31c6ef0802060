import type { Binding } from "../access/bindings.js";
import type { CheckFailure } from "../args/check-args.js";
import type { Removal } from "../guard/guard.js";
import type { RoleContent } from "./role.js";
import type { RoleWording } from "./role-failures.js";
import type { RoleEntry, RoleSetInputs } from "./role-set.js";

/** A role as the account has it. */
export interface LiveRole extends RoleContent {
  id: string;
  serviceRoleURNs: readonly string[];
  urn?: string | undefined;
}

/** One write of the plan. */
export type RoleAction =
  | { do: "create"; id: string; entry: RoleEntry }
  | {
      do: "modify";
      id: string;
      entry: RoleEntry;
      /** What its list has more than before, whether or not that gives its holders anything. */
      added: string[];
      gained: string[];
      lost: string[];
      /** Who holds it, by name. */
      holders: readonly string[];
    }
  | { do: "delete"; id: string };

/** What to do, and what to say. */
export interface RolesPlan {
  /** In the order in which they are carried out: changes that give come before changes that take away. */
  actions: RoleAction[];
  removals: Removal[];
  gains: string[];
  checkFailures: CheckFailure[];
  /** Roles that the account has as declared and that were not members before. */
  takenOver: string[];
  /** Dropped roles that are still held, with their holders. */
  retiring: Map<string, string[]>;
  /** Undeclared custom roles, if these are reported; and those to delete that someone still holds. */
  unmanaged: string[];
  heldUnmanaged: Map<string, string[]>;
  /** Roles that gain the identity service's full access, with the holders who become admins by that. */
  newAdmins: Map<string, readonly string[]>;
  /** Enabled users with an admin role; only if the account's users are given. */
  admins?: { now: number; after: number };
  /** Protected emails that no one in the account has; only if the account's people are given. */
  unmatched?: readonly string[];
  /** How many live roles the set manages. */
  scope: number;
}

/** What the plan is made from; planning does no I/O. */
export interface RolesPlanInput {
  declared: RoleSetInputs;
  /** The ids that the state holds as members. */
  stored: readonly string[];
  /** Those that an earlier run dropped while someone still held them. */
  retired?: readonly string[];
  live: ReadonlyMap<string, LiveRole>;
  /** The names of a role's holders, if needed. */
  holders?(id: string): readonly string[];
  /** The people among them, as guards name them. */
  people?(id: string): readonly { id: string; email: string }[];
  /** The account's users with their roles, if needed. */
  bindings?: readonly Binding[];
  /** Whether the key in use may have the role: then narrowing it is a removal even if no one else holds it. */
  mayBeOwn?(id: string): boolean;
  /** How failures name the arguments; those of a set unless it says otherwise. */
  wording?: RoleWording;
  /** Whether another declaration of this run has the role. */
  isDeclaredElsewhere?(id: string): boolean;
}

export function emptyRolesPlan(): RolesPlan {
  return {
    actions: [],
    removals: [],
    gains: [],
    checkFailures: [],
    takenOver: [],
    retiring: new Map(),
    unmanaged: [],
    heldUnmanaged: new Map(),
    newAdmins: new Map(),
    scope: 0,
  };
}
