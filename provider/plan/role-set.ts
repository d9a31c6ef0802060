import { z } from "zod";
import { adminRolesOf, becomesAdmin, ceasesToBeAdmin, isAdminRole } from "./admin-roles.js";
import type { Binding } from "./bindings.js";
import type { ArgsSpec, CheckFailure } from "./check-args.js";
import { certain, describeDifferences } from "./difference.js";
import { hasUnknown, roleId, seen, seenName, serviceRoleURN, UNKNOWN } from "./fields.js";
import { matchesAny } from "./glob.js";
import { guardSchema, type Removal } from "./guard.js";
import { type RoleContent, roleDifferences, urnsGained, urnsLost } from "./role.js";
import { joinedBy, pairsOf, type SeparatePair } from "./separate.js";

/** Roles that every account has and that can be neither changed nor deleted. */
export const PREDEFINED_ROLES: readonly string[] = ["full-access", "read-only", "scanner"];

const roleEntry = z.strictObject(
  {
    name: seenName("a role needs a name").regex(/\S/, { error: "a role's name must not be empty" }),
    description: z.string({ error: "a description must be a string" }).optional(),
    serviceRoleURNs: z.array(serviceRoleURN, { error: "serviceRoleURNs must be a list of service role URNs" }),
  },
  {
    error: ({ code }) =>
      code === "invalid_type" ? "a role must be an object with name and serviceRoleURNs" : undefined,
  },
);

/** The arguments of a `RoleSet`. */
export const roleSetSchema = z.strictObject({
  roles: z.record(roleId, roleEntry, { error: "roles must be an object of roles by role id" }),
  adopt: z
    .enum(["identical", "overwrite", "never"], { error: 'adopt must be "identical", "overwrite" or "never"' })
    .optional(),
  unmanaged: z
    .enum(["ignore", "report", "delete"], { error: 'unmanaged must be "ignore", "report" or "delete"' })
    .optional(),
  exclude: z
    .array(seen("a role id or a pattern must be a string"), {
      error: "exclude must be a list of role ids, in which * matches any characters",
    })
    .optional(),
  allowEmpty: z.boolean({ error: "allowEmpty must be true or false" }).optional(),
  deletionPolicy: z.enum(["retain", "apply"], { error: 'deletionPolicy must be "retain" or "apply"' }).optional(),
  guard: guardSchema.optional(),
});

export type RoleSetInputs = z.infer<typeof roleSetSchema>;
export type RoleEntry = z.infer<typeof roleEntry>;

export const roleSetPolicies = {
  adopt: "identical",
  unmanaged: "ignore",
  exclude: undefined,
  deletionPolicy: "retain",
  guard: undefined,
} as const;

export const roleSetArgs: ArgsSpec = {
  schema: roleSetSchema,
  shown: ["adopt", "unmanaged", "deletionPolicy"],
  rules: ({ roles, exclude, allowEmpty, guard }) => {
    if (roles === UNKNOWN) {
      return [{ property: "roles", reason: "the role ids must be known at preview; their values may be unknown" }];
    }
    if (typeof roles !== "object" || roles === null) return [];
    const ids = Object.keys(roles);
    const checkFailures: CheckFailure[] = [];
    if (ids.length === 0 && allowEmpty !== true) {
      checkFailures.push({ property: "roles", reason: "the set is empty; if you mean that, set allowEmpty: true" });
    }
    for (const id of ids.filter((id) => PREDEFINED_ROLES.includes(id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "a predefined role can be neither changed nor deleted" });
    }
    const patterns = Array.isArray(exclude) ? exclude.filter((one) => typeof one === "string") : [];
    for (const id of ids.filter((id) => matchesAny(patterns, id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "it is both declared and excluded" });
    }
    checkFailures.push(...joinedInSet(roles as Record<string, unknown>, pairsOf(guard)));
    return checkFailures;
  },
};

/** Roles whose URNs would join what a guard keeps apart. */
function joinedInSet(
  roles: Readonly<Record<string, unknown>>,
  pairs: readonly SeparatePair[] | undefined,
): CheckFailure[] {
  return Object.entries(roles).flatMap(([id, entry]) => {
    const urns = typeof entry === "object" && entry !== null && "serviceRoleURNs" in entry ? entry.serviceRoleURNs : [];
    return joinedBy(id, urns, pairs).map((reason) => ({ property: `roles.${id}`, reason }));
  });
}

/** A role as the account has it. */
export interface LiveRole extends Required<RoleContent> {
  id: string;
  name: string;
  description: string;
  serviceRoleURNs: readonly string[];
}

/** One write of the plan, or a member that is taken over. */
export type RoleAction =
  | { do: "create"; id: string; entry: RoleEntry }
  | {
      do: "modify";
      id: string;
      entry: RoleEntry;
      gained: string[];
      lost: string[];
      /** Who holds it, by name. */
      holders: readonly string[];
    }
  | { do: "delete"; id: string; managed: boolean };

/** What the run will do, and what it reports. */
export interface RoleSetPlan {
  /** In the order in which they are carried out: changes that give come before changes that take away. */
  actions: RoleAction[];
  removals: Removal[];
  gains: string[];
  checkFailures: CheckFailure[];
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

/** The input of the plan; planning does no I/O. */
export interface RolesPlanInput {
  declared: RoleSetInputs;
  /** The ids that the state holds as members of this set. */
  stored: readonly string[];
  /** Those that an earlier run dropped while someone still held them. */
  retired: readonly string[];
  live: ReadonlyMap<string, LiveRole>;
  /** The names of a role's holders. */
  holders(id: string): readonly string[];
  /** The people among them, as guards name them. */
  people?(id: string): readonly { id: string; email: string }[];
  /** The account's users with their roles, if needed. */
  bindings?: readonly Binding[];
  /** Whether the key in use may have the role: then narrowing it is a removal even if no one else holds it. */
  mayBeOwn?(id: string): boolean;
  /** Whether another declaration of this run has the role. */
  isDeclaredElsewhere(id: string): boolean;
}

/** Plans the changes that make the account's roles match the set's declaration. */
export function planRoleSet(situation: RolesPlanInput): RoleSetPlan {
  const { declared, stored, retired, live, holders, isDeclaredElsewhere } = situation;
  const { roles, exclude = [], unmanaged = "ignore", adopt = "identical" } = declared;
  const isExcluded = (id: string) => matchesAny(exclude, id);
  const members = new Set([...stored, ...retired]);
  const waiting = new Set(retired);
  const plan: RoleSetPlan = {
    actions: [],
    removals: [],
    gains: [],
    checkFailures: [],
    retiring: new Map(),
    unmanaged: [],
    heldUnmanaged: new Map(),
    newAdmins: new Map(),
    scope: 0,
  };
  plan.checkFailures.push(...joinedInSet(roles, declared.guard?.separate));
  for (const [id, entry] of Object.entries(roles)) {
    const present = live.get(id);
    if (present === undefined) {
      plan.actions.push({ do: "create", id, entry });
      continue;
    }
    plan.scope += 1;
    const differences = roleDifferences(entry, present);
    const conflict = members.has(id) ? undefined : adoptionConflict(adopt, describeDifferences(certain(differences)));
    if (conflict !== undefined) plan.checkFailures.push({ property: `roles.${id}`, reason: conflict });
    else if (differences.length > 0) {
      plan.actions.push({
        do: "modify",
        id,
        entry,
        gained: urnsGained(entry, present),
        lost: urnsLost(entry, present),
        holders: holders(id),
      });
    }
  }
  for (const [id, present] of live) {
    if (Object.hasOwn(roles, id) || isExcluded(id) || PREDEFINED_ROLES.includes(id)) continue;
    const wasMember = members.has(id);
    if (!wasMember && unmanaged === "ignore") continue;
    if (isDeclaredElsewhere(id)) continue;
    if (!wasMember && unmanaged === "report") plan.unmanaged.push(id);
    else {
      plan.scope += 1;
      const held = holders(present.id);
      if (held.length === 0) plan.actions.push({ do: "delete", id, managed: wasMember });
      else (wasMember ? plan.retiring : plan.heldUnmanaged).set(id, [...held]);
    }
  }
  plan.actions.sort((a, b) => rank(a) - rank(b));
  for (const action of plan.actions) note(action, plan, situation);
  if (situation.bindings !== undefined) plan.admins = countAdmins(plan, situation, situation.bindings);
  for (const id of plan.retiring.keys()) {
    // It was judged when it was dropped, but it may have been protected since.
    if (waiting.has(id) && !matchesAny(declared.guard?.protectedRoles ?? [], id)) continue;
    // Digests and saved update plans contain these words.
    plan.removals.push({ kind: "role", id, name: `role ${id}`, action: "delete once nobody holds it" });
  }
  return plan;
}

/** Creates and pure widenings first, then narrowings, deletions last. */
function rank(action: RoleAction): number {
  if (action.do === "create") return 0;
  if (action.do === "delete") return 3;
  return action.lost.length === 0 ? 1 : 2;
}

function note(action: RoleAction, plan: RoleSetPlan, situation: RolesPlanInput): void {
  const { gains, removals, newAdmins } = plan;
  const { declared, live, holders, people, mayBeOwn } = situation;
  const { id } = action;
  if (action.do !== "delete" && becomesAdmin(id, live.get(id), action.entry, declared.guard?.adminRoles)) {
    newAdmins.set(id, holders(id));
  }
  if (action.do === "delete") removals.push({ kind: "role", id, name: `role ${id}`, action: "delete" });
  if (action.do !== "modify") return;
  if (action.gained.length > 0) gains.push(`role ${id} gains ${action.gained.join(", ")}`);
  if (action.lost.length === 0) return;
  const held = action.holders;
  // People that an identity provider maps to the role are invisible, so a protected role is protected even if it looks unused.
  if (held.length > 0 || mayBeOwn?.(id) || matchesAny(declared.guard?.protectedRoles ?? [], id)) {
    const by = held.length > 0 ? `, held by ${held.toSorted().join(", ")}` : "";
    const what = `loses ${action.lost.toSorted().join(", ")}${by}`;
    removals.push({ kind: "role", id, name: `role ${id}`, action: what, users: people?.(id) ?? [] });
  }
}

/** The number of admins now, and once every role of the plan is as declared. */
function countAdmins(
  { actions }: RoleSetPlan,
  { declared, live }: RolesPlanInput,
  bindings: readonly Binding[],
): { now: number; after: number } {
  const named = declared.guard?.adminRoles;
  const isAdmin = adminRolesOf(new Map([...live].map(([id, role]) => [id, role.serviceRoleURNs])), named);
  const changed = new Map(
    actions.flatMap((action) => {
      const now = live.get(action.id)?.serviceRoleURNs;
      if (action.do !== "modify" || now === undefined || hasUnknown(action.entry.serviceRoleURNs)) return [];
      const next = action.entry.serviceRoleURNs;
      return [[action.id, !ceasesToBeAdmin(action.id, now, next, named) && isAdminRole(action.id, next, named)]];
    }),
  );
  const enabled = bindings.filter(({ state }) => state === "enabled");
  return {
    now: enabled.filter(({ roleId }) => isAdmin(roleId)).length,
    after: enabled.filter(({ roleId }) => changed.get(roleId) ?? isAdmin(roleId)).length,
  };
}

function adoptionConflict(adopt: "identical" | "overwrite" | "never", differences: string): string | undefined {
  if (adopt === "never") return 'the account already has this role, and adopt is "never"';
  if (adopt === "overwrite" || differences === "") return undefined;
  return (
    `the account already has this role, and it is not as declared (now → declared):\n${differences}\n` +
    'Nothing was written. Declare it as it is to take it over, or set adopt: "overwrite" to change it'
  );
}
