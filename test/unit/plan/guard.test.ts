import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import type { Removal } from "../../../provider/plan/guard/guard.js";
import { judge } from "../../../provider/plan/guard/judge.js";
import { digestOf } from "../../../provider/plan/guard/removals.js";

const removal: fc.Arbitrary<Removal> = fc.record({
  kind: fc.constantFrom("role", "user"),
  id: fc.constantFrom("a", "b", "c", "d"),
  name: fc.constantFrom("Ann", "Bob"),
  action: fc.constantFrom("delete", "disable", "role a → b"),
});
const removals = fc.uniqueArray(removal, { selector: ({ kind, id }) => `${kind} ${id}`, maxLength: 8 });

test("the digest that a refusal prints allows exactly that list of removals, in any order", () => {
  fc.assert(
    fc.property(removals, removals, (some, others) => {
      fc.pre(some.length > 0 && digestOf(some) !== digestOf(others) && others.length > 0);
      const refusal = judge({ maxRemovals: 0 }, { removals: some, scope: 100 });
      const allow = /allow: "([0-9a-f]{16})"/.exec(String(refusal))?.[1] ?? "";
      expect(judge({ maxRemovals: 0, allow }, { removals: some.toReversed(), scope: 100 })).toBeUndefined();
      expect(judge({ maxRemovals: 0, allow }, { removals: others, scope: 100 })).toContain("guard.maxRemovals");
    }),
  );
});

test("a refusal names every removal, and every guard that is broken", () => {
  fc.assert(
    fc.property(removals, (list) => {
      fc.pre(list.length > 1);
      const guard = {
        maxRemovals: 0,
        maxRemovalFraction: 0,
        protectedUsers: ["*"],
        protectedRoles: ["*"],
        minimumAdmins: 3,
      };
      const refusal = String(judge(guard, { removals: list, scope: 10, admins: { now: 3, after: 2 } }));
      for (const { name, action } of list) expect(refusal).toContain(`${name} (${action})`);
      const broken = ["maxRemovals", "maxRemovalFraction", "minimumAdmins"];
      for (const name of broken) expect(refusal).toContain(`guard.${name}`);
      expect(refusal).toMatch(/guard\.protected(Users|Roles)/);
    }),
  );
});

test("nothing is refused without a removal", () => {
  expect(
    judge({ maxRemovals: 0, minimumAdmins: 5 }, { removals: [], scope: 0, admins: { now: 3, after: 1 } }),
  ).toBeUndefined();
});

test("no digest allows the deletion of the role of the key in use", () => {
  const own: Removal[] = [{ kind: "role", id: "pipeline", name: "role pipeline", action: "delete" }];
  expect(judge({ allow: digestOf(own) }, { removals: own, key: { apiKeyId: "k", roleId: "pipeline" } })).toContain(
    "but not narrow or delete it",
  );
});

test("a pattern matches like a regular expression with .*, whatever the case", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "B", "@", "."), maxLength: 6 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "@", "."), maxLength: 6 });
  fc.assert(
    fc.property(pattern, letters, (pattern, name) => {
      const parts = pattern.split("*").map((part) => part.replace(/[.]/g, "\\."));
      expect(matchesAny([pattern], name)).toBe(new RegExp(`^${parts.join(".*")}$`, "i").test(name));
    }),
    { numRuns: 2000 },
  );
});
