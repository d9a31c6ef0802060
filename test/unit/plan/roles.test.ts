import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { PREDEFINED_ROLES } from "../../../provider/plan/access/predefined-roles.js";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import { judge } from "../../../provider/plan/guard/judge.js";
import { digestOf } from "../../../provider/plan/guard/removals.js";
import type { RoleSetInputs } from "../../../provider/plan/roles/role-set.js";
import { type LiveRole, planRoles, type RolesPlan } from "../../../provider/plan/roles/roles.js";

interface World {
  live: LiveRole[];
  stored: string[];
  retired: string[];
  declared: RoleSetInputs;
  holders: Map<string, string[]>;
  elsewhere: string[];
}

const IDS = Array.from({ length: 8 }, (_, n) => `role-${n}`);
const content = fc.record({
  name: fc.constantFrom("One", "Two"),
  description: fc.constantFrom("", "What it is for"),
  serviceRoleURNs: fc.subarray(["urn:r", "urn:a", "urn:w"]),
});
const part = fc.record({
  now: fc.option(content, { nil: undefined }),
  declaredAs: fc.option(content, { nil: undefined }),
  isStored: fc.boolean(),
  isRetired: fc.boolean(),
  heldBy: fc.subarray(["user ann", "API key k"]),
  isElsewhere: fc.boolean(),
});
const policies = fc.record(
  {
    adopt: fc.constantFrom("identical", "overwrite", "never"),
    unmanaged: fc.constantFrom("ignore", "report", "delete"),
    exclude: fc.subarray(["ROLE-7", "*-6"]),
    guard: fc.record(
      {
        maxRemovals: fc.nat(4),
        maxRemovalFraction: fc.constantFrom(0, 0.3, 1),
        protectedRoles: fc.subarray(["role-1", "*-2"]),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Omit<RoleSetInputs, "roles">>;

const world: fc.Arbitrary<World> = fc
  .record({ parts: fc.array(part, { minLength: 8, maxLength: 8 }), policies, scannerURNs: content })
  .map(({ parts, policies, scannerURNs }) => {
    const made: World = {
      live: [{ id: "scanner", ...scannerURNs }],
      stored: [],
      retired: [],
      declared: { roles: {}, ...policies },
      holders: new Map([["scanner", []]]),
      elsewhere: [],
    };
    for (const [n, { now, declaredAs, isStored, isRetired, heldBy, isElsewhere }] of parts.entries()) {
      const id = `role-${n}`;
      if (now !== undefined) made.live.push({ id, ...now });
      if (now !== undefined) made.holders.set(id, heldBy);
      if (declaredAs !== undefined && n < 6) made.declared.roles[id] = declaredAs;
      if (isStored) made.stored.push(id);
      else if (isRetired && made.declared.roles[id] === undefined) made.retired.push(id);
      if (isElsewhere && made.declared.roles[id] === undefined) made.elsewhere.push(id);
    }
    return made;
  });

function planOf({ live, stored, retired, declared, holders, elsewhere }: World): RolesPlan {
  return planRoles({
    declared,
    stored,
    retired,
    live: new Map(live.map((role) => [role.id, role])),
    holders: (id) => holders.get(id) ?? [],
    isDeclaredElsewhere: (id) => elsewhere.includes(id),
  });
}

function carriedOut(before: World, plan: RolesPlan, fails: (id: string) => boolean = () => false): World {
  const live = new Map(before.live.map((role) => [role.id, role]));
  const failed = new Set<string>();
  for (const action of plan.actions) {
    if (fails(action.id)) failed.add(action.id);
    else if (action.do === "delete") live.delete(action.id);
    else {
      const { name, serviceRoleURNs, description = live.get(action.id)?.description ?? "" } = action.entry;
      live.set(action.id, { id: action.id, name, serviceRoleURNs, description });
    }
  }
  const { roles } = before.declared;
  const dropped = before.stored.filter((id) => !Object.hasOwn(roles, id) && failed.has(id));
  return {
    ...before,
    live: [...live.values()],
    stored: [...Object.keys(roles).filter((id) => live.has(id)), ...dropped],
    retired: [...plan.retiring.keys(), ...before.retired.filter((id) => failed.has(id))],
  };
}

const fails = fc.subarray(IDS);
const byId = <T extends { id: string }>(objects: readonly T[]) => objects.toSorted((a, b) => (a.id < b.id ? -1 : 1));

function holds(property: (world: World, failed: string[]) => void): void {
  fc.assert(fc.property(world, fails, property), { numRuns: 500 });
}

test("the plan converges in one run: a second plan has nothing to do", () => {
  holds((world) => {
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const again = planOf(carriedOut(world, plan));
    expect(again.actions).toEqual([]);
    expect([...again.retiring.keys()]).toEqual([...plan.retiring.keys()]);
  });
});

test("a partly failed run, repeated, ends like a clean one", () => {
  holds((world, failed) => {
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const half = carriedOut(world, plan, (id) => failed.includes(id));
    const rest = planOf(half);
    expect(rest.checkFailures).toEqual([]);
    expect(byId(carriedOut(half, rest).live)).toEqual(byId(carriedOut(world, plan).live));
  });
});

test("a dropped role goes once its last holder has moved", () => {
  holds((world) => {
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const after = { ...carriedOut(world, plan), holders: new Map<string, string[]>() };
    const ids = planOf(after).actions.map((action) => `${action.do} ${action.id}`);
    for (const id of plan.retiring.keys()) expect(ids).toContain(`delete ${id}`);
  });
});

test("the order of declarations, lists, holders and the state does not matter", () => {
  holds((world) => {
    const other: World = {
      ...world,
      live: world.live.toReversed(),
      stored: world.stored.toReversed(),
      holders: new Map([...world.holders].map(([id, names]) => [id, names.toReversed()])),
      declared: { ...world.declared, roles: Object.fromEntries(Object.entries(world.declared.roles).reverse()) },
    };
    const [one, two] = [planOf(world), planOf(other)];
    const actions = ({ actions }: RolesPlan) => byId(actions).map(({ do: what, id }) => `${what} ${id}`);
    expect(actions(two)).toEqual(actions(one));
    expect(digestOf(two.removals)).toBe(digestOf(one.removals));
    expect(two.scope).toBe(one.scope);
  });
});

test("a role that someone holds is never deleted, and neither is a predefined, excluded or otherwise declared one", () => {
  holds((world) => {
    for (const { do: what, id } of planOf(world).actions) {
      expect(PREDEFINED_ROLES).not.toContain(id);
      if (what !== "delete") continue;
      expect(world.holders.get(id) ?? []).toEqual([]);
      expect(matchesAny(world.declared.exclude ?? [], id)).toBe(false);
      expect(world.elsewhere).not.toContain(id);
      const isOurs = world.stored.includes(id) || world.retired.includes(id);
      expect(isOurs || world.declared.unmanaged === "delete").toBe(true);
    }
  });
});

test("removals include every URN that a held role loses and every deleted role, and guards limit them, whatever fails", () => {
  holds((world, failed) => {
    const plan = planOf(world);
    const after = new Map(carriedOut(world, plan).live.map((role) => [role.id, role]));
    const named = new Set(plan.removals.map(({ id }) => id));
    for (const role of world.live) {
      const now = after.get(role.id);
      const lost = role.serviceRoleURNs.some((urn) => !now?.serviceRoleURNs.includes(urn));
      const isHeld = (world.holders.get(role.id) ?? []).length > 0;
      if (now === undefined || (lost && isHeld)) expect(named).toContain(role.id);
    }
    const guard = world.declared.guard ?? {};
    fc.pre(judge(guard, plan) === undefined);
    const half = new Map(carriedOut(world, plan, (id) => failed.includes(id)).live.map((role) => [role.id, role]));
    const taken = world.live.filter(
      ({ id }) => named.has(id) && half.get(id) !== world.live.find((one) => one.id === id),
    );
    expect(taken.length).toBeLessThanOrEqual(guard.maxRemovals ?? Number.POSITIVE_INFINITY);
    for (const { id } of taken) expect(matchesAny(guard.protectedRoles ?? [], id)).toBe(false);
  });
});

test("gains come before losses, and deletions come last", () => {
  holds((world) => {
    const rank = planOf(world).actions.map((action) =>
      action.do === "delete" ? 2 : action.do === "modify" && action.lost.length > 0 ? 1 : 0,
    );
    expect(rank).toEqual(rank.toSorted());
  });
});
