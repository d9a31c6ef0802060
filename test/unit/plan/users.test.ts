import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import { judge } from "../../../provider/plan/guard/judge.js";
import { digestOf } from "../../../provider/plan/guard/removals.js";
import { carriedOut, planOf, type UserWorld, userWorld } from "./users-world.js";

const fails = fc.subarray(Array.from({ length: 8 }, (_, n) => `id-${n}`));
const byId = <T extends { id: string }>(objects: readonly T[]) => objects.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const adminsOf = ({ declared }: UserWorld) => declared.guard?.adminRoles ?? ["full-access"];
const countAdmins = (world: UserWorld, live = world.live) =>
  live.filter(({ roleId, state }) => state === "enabled" && adminsOf(world).includes(roleId)).length;

function holds(property: (world: UserWorld, failed: string[]) => void): void {
  fc.assert(fc.property(userWorld, fails, property), { numRuns: 500 });
}

test("the plan converges in one run: a second plan has nothing to do", () => {
  holds((world) => {
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const again = planOf(carriedOut(world, plan));
    expect({ actions: again.actions, removals: again.removals, released: again.released }).toEqual({
      actions: [],
      removals: [],
      released: [],
    });
  });
});

test("a partly failed run, repeated, ends like a clean one", () => {
  holds((world, failed) => {
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const half = carriedOut(world, plan, (id) => failed.includes(id));
    const rest = planOf(half);
    expect(rest.checkFailures).toEqual([]);
    const clean = carriedOut(world, plan);
    const repaired = carriedOut(half, rest);
    expect(byId(repaired.live)).toEqual(byId(clean.live));
    expect(repaired.stored.map(({ userId }) => userId).sort()).toEqual(clean.stored.map(({ userId }) => userId).sort());
  });
});

test("the order of declarations, lists and the state does not matter", () => {
  fc.assert(
    fc.property(userWorld, fc.integer(), (world, turn) => {
      const turned = <T>(items: readonly T[]): T[] => items.toSorted(() => (turn % 2 === 0 ? -1 : 1)).reverse();
      const other = {
        ...world,
        live: turned(world.live),
        stored: turned(world.stored),
        declared: { ...world.declared, users: Object.fromEntries(turned(Object.entries(world.declared.users))) },
      };
      const [one, two] = [planOf(world), planOf(other)];
      const actions = (plan: typeof one) => byId(plan.actions.map(({ user, ...rest }) => ({ id: user.id, ...rest })));
      expect(actions(two)).toEqual(actions(one));
      expect(digestOf(two.removals)).toBe(digestOf(one.removals));
      expect({ scope: two.scope, admins: two.admins }).toEqual({ scope: one.scope, admins: one.admins });
    }),
    { numRuns: 300 },
  );
});

test("planning does not change its inputs", () => {
  holds((world) => {
    const before = structuredClone(world);
    planOf(world);
    expect(world).toEqual(before);
  });
});

test("a plan that passes the guards takes away no more than they allow, whatever fails", () => {
  holds((world, failed) => {
    const plan = planOf(world);
    const guard = world.declared.guard ?? {};
    fc.pre(judge(guard, plan) === undefined);
    const after = new Map(carriedOut(world, plan, (id) => failed.includes(id)).live.map((user) => [user.id, user]));
    const taken = plan.actions.filter(({ user, isRemoval }) => isRemoval && after.get(user.id) !== user);
    expect(taken.length).toBeLessThanOrEqual(guard.maxRemovals ?? Number.POSITIVE_INFINITY);
    expect(taken.length).toBeLessThanOrEqual(
      guard.maxRemovalFraction === undefined ? Math.max(5, 0.25 * plan.scope) : guard.maxRemovalFraction * plan.scope,
    );
    for (const { user } of taken) {
      expect(
        matchesAny(guard.protectedUsers ?? [], user.email) || matchesAny(guard.protectedUsers ?? [], user.id),
      ).toBe(false);
    }
  });
});

test("at no point of a plan are there fewer admins than before or after it", () => {
  holds((world) => {
    const plan = planOf(world);
    const least = Math.min(plan.admins.now, plan.admins.after);
    for (let done = 0; done <= plan.actions.length; done++) {
      const world_ = carriedOut(world, { ...plan, actions: plan.actions.slice(0, done) });
      expect(countAdmins(world, world_.live)).toBeGreaterThanOrEqual(least);
    }
    expect(countAdmins(world, carriedOut(world, plan).live)).toBe(plan.admins.after);
  });
});

test("every user who loses something is among the removals, and the plan changes every user that a removal names", () => {
  holds((world) => {
    const plan = planOf(world);
    const after = new Map(carriedOut(world, plan).live.map((user) => [user.id, user]));
    const named = new Set(plan.removals.map(({ id }) => id));
    for (const user of world.live) {
      const now = after.get(user.id);
      const isDisabled = user.state === "enabled" && now?.state !== "enabled";
      const isAdminNoMore = countAdmins(world, [user]) > countAdmins(world, now === undefined ? [] : [now]);
      if (now === undefined || isDisabled || isAdminNoMore) expect(named).toContain(user.id);
    }
    const touched = new Set(plan.actions.map(({ user }) => user.id));
    for (const id of named) expect(touched).toContain(id);
  });
});

test("no user is changed who is excluded, declared elsewhere, or unrelated to the set", () => {
  holds((world) => {
    const { declared, stored, elsewhere } = world;
    const plan = planOf(world);
    const ours = new Set([...plan.users.values()].map(({ id }) => id));
    const members = new Set([...stored.map(({ userId }) => userId), ...plan.dropped.values()]);
    for (const { user } of plan.actions.filter((action) => !ours.has(action.user.id))) {
      const exclude = declared.exclude ?? [];
      expect(matchesAny(exclude, user.email) || matchesAny(exclude, user.id)).toBe(false);
      expect(elsewhere).not.toContain(user.id);
      const policy = declared.unmanaged ?? "ignore";
      expect(members.has(user.id) || (policy !== "ignore" && policy !== "report")).toBe(true);
    }
  });
});

test("a disabled user gains nothing unless their entry says enabled", () => {
  holds((world) => {
    const plan = planOf(world);
    for (const { do: kind, user, to } of plan.actions) {
      if (user.state === "enabled" || to?.state !== "enabled") continue;
      const entry = [...plan.users].find(([, { id }]) => id === user.id)?.[0];
      const says = entry === undefined ? undefined : world.declared.users[entry];
      expect({ kind, says }).toEqual({ kind: "bind", says: expect.objectContaining({ state: "enabled" }) });
    }
  });
});

test("no dropped or unmanaged user ends up with an admin role that they did not have", () => {
  holds((world) => {
    const plan = planOf(world);
    for (const { do: kind, user, to } of plan.actions.filter((action) => action.do !== "bind")) {
      if (kind === "move" || to === undefined) continue;
      if (adminsOf(world).includes(to.roleId)) expect(user.roleId).toBe(to.roleId);
    }
  });
});

test("each declared address without a user and an invitation is invited once, with the declared role", () => {
  holds((world) => {
    const plan = planOf(world);
    const taken = new Set([...world.live, ...world.invitations].map(({ email }) => email.toLowerCase()));
    const isAsked = world.declared.ifMissing === "invite";
    const expected = Object.entries(world.declared.users)
      .filter(([email]) => isAsked && !taken.has(email.toLowerCase()))
      .map(([email, entry]) => ({ email, ...(typeof entry === "string" ? { roleId: entry } : entry) }))
      .filter((one) => !("state" in one) || one.state !== "disabled")
      .map(({ email, roleId }) => ({ email, roleId }));
    expect(plan.invitations).toEqual(expected);
  });
});

test("no invited user is lost: they stay until the invitation's outcome is known", () => {
  holds((world) => {
    const { declared, elsewhere, invitations, live } = world;
    const plan = planOf(world);
    fc.pre(plan.checkFailures.length === 0);
    const after = new Set(carriedOut(world, plan).stored.map(({ email }) => email.toLowerCase()));
    const done = new Set(plan.actions.filter((action) => action.do !== "bind").map(({ user }) => user.email));
    for (const { email } of world.stored.filter(({ userId }) => userId === "")) {
      const user = live.find((one) => one.email === email);
      const stands = invitations.some((one) => one.email.toLowerCase() === email);
      const isLetGo =
        declared.removed === "retain" ||
        elsewhere.some((one) => one === email || one === user?.id) ||
        matchesAny(declared.exclude ?? [], email) ||
        matchesAny(declared.exclude ?? [], user?.id ?? "");
      if (stands && !isLetGo) expect(after).toContain(email);
      const isDropped = !Object.keys(declared.users).some((one) => one.toLowerCase() === email);
      const keepsAccess = isLetGo || declared.removed === "restore" || user?.state !== "enabled";
      if (isDropped && !keepsAccess) expect(done).toContain(email);
    }
  });
});
