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
    name: seenName("a role needs a name").regex(/\S/, { error: "a role's name is not empty" }),
    description: z.string({ error: "a description is a text" }).optional(),
    serviceRoleURNs: z.array(serviceRoleURN, { error: "serviceRoleURNs is a list of service role URNs" }),
  },
  { error: ({ code }) => (code === "invalid_type" ? "a role is an object with name and serviceRoleURNs" : undefined) },
);

/** The arguments of a `RoleSet`. */
export const roleSetSchema = z.strictObject({
  roles: z.record(roleId, roleEntry, { error: "roles is an object of roles by their role id" }),
  adopt: z
    .enum(["identical", "overwrite", "never"], { error: 'adopt is "identical", "overwrite" or "never"' })
    .optional(),
  unmanaged: z
    .enum(["ignore", "report", "delete"], { error: 'unmanaged is "ignore", "report" or "delete"' })
    .optional(),
  exclude: z
    .array(seen("a role id or a pattern is a text"), {
      error: "exclude is a list of role ids, in which * stands for any text",
    })
    .optional(),
  allowEmpty: z.boolean({ error: "allowEmpty is true or false" }).optional(),
  deletionPolicy: z.enum(["retain", "apply"], { error: 'deletionPolicy is "retain" or "apply"' }).optional(),
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
      return [{ property: "roles", reason: "the role ids must be known at preview; single values may be unknown" }];
    }
    if (typeof roles !== "object" || roles === null) return [];
    const ids = Object.keys(roles);
    const checkFailures: CheckFailure[] = [];
    if (ids.length === 0 && allowEmpty !== true) {
      checkFailures.push({ property: "roles", reason: "the set is empty; if that is meant, set allowEmpty: true" });
    }
    for (const id of ids.filter((id) => PREDEFINED_ROLES.includes(id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "a predefined role can be neither changed nor deleted" });
    }
    const patterns = Array.isArray(exclude) ? exclude.filter((one) => typeof one === "string") : [];
    for (const id of ids.filter((id) => matchesAny(patterns, id))) {
      checkFailures.push({ property: `roles.${id}`, reason: "it is declared and excluded at once" });
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

/** One write of the plan, or the taking over of a member. */
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

/** What is to be done, and what is to be said. */
export interface RoleSetPlan {
  /** In the order in which they are carried out: what gives comes before what takes. */
  actions: RoleAction[];
  removals: Removal[];
  gains: string[];
  checkFailures: CheckFailure[];
  /** Dropped roles that are still held, with their holders. */
  retiring: Map<string, string[]>;
  /** Custom roles that nobody declared, where these are reported; and those that are to go but are held. */
  unmanaged: string[];
  heldUnmanaged: Map<string, string[]>;
  /** Roles that come to hold identity's full access, with those whom that makes admins. */
  newAdmins: Map<string, readonly string[]>;
  /** Enabled users with an admin role; only where the account's users are given. */
  admins?: { now: number; after: number };
  /** How many live roles the set governs. */
  scope: number;
}

/** What the plan is made from; it does no I/O. */
export interface RolesPlanInput {
  declared: RoleSetInputs;
  /** The ids that the state holds as members of this set. */
  stored: readonly string[];
  /** Those that were dropped in an earlier run and still held then. */
  retired: readonly string[];
  live: ReadonlyMap<string, LiveRole>;
  /** Who holds a role, by name. */
  holders(id: string): readonly string[];
  /** The people among them, as guards name them. */
  people?(id: string): readonly { id: string; email: string }[];
  /** What the account's users have, where it matters. */
  bindings?: readonly Binding[];
  /** Whether the key in use may have the role: then narrowing it is a removal, whoever else holds it. */
  mayBeOwn?(id: string): boolean;
  /** Whether another declaration of this run has the role. */
  isDeclaredElsewhere(id: string): boolean;
}

/** Decides what makes the account's roles what the set declares. */
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
    // Judged when it was dropped; but a role may have been protected since then.
    if (waiting.has(id) && !matchesAny(declared.guard?.protectedRoles ?? [], id)) continue;
    plan.removals.push({ kind: "role", id, name: `role ${id}`, action: "delete once nobody holds it" });
  }
  return plan;
}

/** Creates and pure widenings first, then what takes away, deletions last. */
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
  // Whom an identity provider maps to the role, nobody sees: what a guard names it protects in any case.
  if (held.length > 0 || mayBeOwn?.(id) || matchesAny(declared.guard?.protectedRoles ?? [], id)) {
    const by = held.length > 0 ? `, held by ${held.toSorted().join(", ")}` : "";
    const what = `loses ${action.lost.toSorted().join(", ")}${by}`;
    removals.push({ kind: "role", id, name: `role ${id}`, action: what, users: people?.(id) ?? [] });
  }
}

/** The admins as they are, and once every role of the plan is as declared. */
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
