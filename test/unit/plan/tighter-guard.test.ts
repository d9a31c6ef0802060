import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Guard, Removal } from "../../../provider/plan/guard/guard.js";
import { type Judged, judge } from "../../../provider/plan/guard/judge.js";
import { tighterGuard } from "../../../provider/plan/guard/tighter-guard.js";

const NAMES = ["ann", "bob", "cem", "dan"];
const names = fc.subarray(NAMES);
const guards: fc.Arbitrary<Guard> = fc.record(
  {
    maxRemovals: fc.nat(5),
    maxRemovalFraction: fc.constantFrom(0, 0.1, 0.25, 0.5, 1),
    protectedUsers: names,
    minimumAdmins: fc.nat(3),
  },
  { requiredKeys: [] },
);
const judged: fc.Arbitrary<Judged> = fc
  .record({
    removals: fc.array(
      fc
        .constantFrom(...NAMES)
        .map((id): Removal => ({ kind: "user", id, name: `${id}@example.com`, action: "disable" })),
      { minLength: 1, maxLength: 8 },
    ),
    scope: fc.integer({ min: 1, max: 20 }),
    admins: fc.record({ now: fc.integer({ min: 2, max: 4 }), after: fc.nat(3) }),
  })
  // A run cannot take access from more users than there are.
  .map((one) => ({ ...one, scope: Math.max(one.scope, one.removals.length) }));

test("a guard with additional limits refuses what either refuses, and nothing else", () => {
  fc.assert(
    fc.property(guards, guards, judged, (guard, bounds, plan) => {
      const refused = judge(tighterGuard(guard, bounds), plan) !== undefined;
      // The limits have no defaults of their own: only the guard has.
      const alone = { maxRemovalFraction: 1, ...bounds };
      expect(refused).toBe(judge(guard, plan) !== undefined || judge(alone, plan) !== undefined);
    }),
    { numRuns: 2_000 },
  );
});

test("the digest of a refusal is accepted from either guard", () => {
  const plan: Judged = { removals: [{ kind: "user", id: "ann", name: "ann@example.com", action: "disable" }] };
  const digest = /allow: "([0-9a-f]+)"/.exec(judge({ maxRemovals: 0 }, plan) ?? "")?.[1] ?? "";
  expect(judge(tighterGuard({ maxRemovals: 0, allow: "another" }, { allow: digest }), plan)).toBeUndefined();
  expect(
    judge(tighterGuard({ maxRemovals: 0, allow: digest }, { maxRemovals: 0, allow: "another" }), plan),
  ).toBeUndefined();
  expect(judge(tighterGuard({ maxRemovals: 0 }, { allow: "another" }), plan)).toContain("guard.maxRemovals");
});

test("names add up, and the default admin roles stay", () => {
  expect(tighterGuard({ protectedRoles: ["a"] }, { protectedRoles: ["b"], adminRoles: ["boss"] })).toMatchObject({
    protectedRoles: ["a", "b"],
    adminRoles: ["full-access", "boss"],
  });
  const separate: [string, string][] = [["*:audit:*", "*:role/full-access"]];
  expect(tighterGuard({ separate: [["a", "b"]] }, { separate }).separate).toEqual([["a", "b"], ...separate]);
  expect(tighterGuard({ maxRemovals: 3 }, undefined)).toEqual({ maxRemovals: 3 });
});
