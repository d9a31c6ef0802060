import { describe, expect, test } from "@jest/globals";
import { checkArgs } from "../../../provider/plan/args/check-args.js";
import { describeDifferences } from "../../../provider/plan/args/difference.js";
import { hasUnknown, UNKNOWN } from "../../../provider/plan/args/fields.js";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import { samePolicies, storedPolicies } from "../../../provider/plan/args/policies.js";
import { inDeclaredOrder, roleArgs } from "../../../provider/plan/roles/role.js";
import { READ } from "../../doubles/urns.js";

describe("mistakes", () => {
  const args = { roleId: "auditor", name: "Auditor", serviceRoleURNs: [READ] };

  test.each([
    ["a whole list", { serviceRoleURNs: UNKNOWN }],
    ["one of its elements", { serviceRoleURNs: [READ, UNKNOWN] }],
    ["a string", { roleId: UNKNOWN, name: UNKNOWN }],
    ["a choice", { adopt: UNKNOWN }],
  ])("pass %s that is not known yet", (_, changes) => {
    expect(checkArgs(roleArgs, { ...args, ...changes })).toEqual([]);
  });

  test("around an unknown value are found", () => {
    const found = checkArgs(roleArgs, { ...args, roleId: "Bad Id", serviceRoleURNs: [UNKNOWN, "nonsense"] });
    expect(found.map(({ property }) => property)).toEqual(["roleId", "serviceRoleURNs[1]"]);
  });

  test("name a misspelt argument and the existing ones", () => {
    expect(checkArgs(roleArgs, { ...args, urns: [] })).toEqual([
      { property: "urns", reason: expect.stringContaining("there are roleId, name, description, serviceRoleURNs") },
    ]);
  });

  test("do not show values that may be secret", () => {
    const [mistake] = checkArgs(roleArgs, { ...args, description: { s3cret: true } });
    expect(mistake).toEqual({ property: "description", reason: "a description must be a string" });
  });
});

test("an unknown value is found at any depth", () => {
  expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: null }], c: 1 })).toBe(false);
});

describe("policies", () => {
  const defaults = { deletionPolicy: "delete", guard: undefined };

  test("are stored if they are not the default, without the digest that allows one run", () => {
    expect(storedPolicies(defaults, { deletionPolicy: "delete" })).toEqual({});
    expect(storedPolicies(defaults, { deletionPolicy: "retain", guard: { allow: "x" } })).toEqual({
      deletionPolicy: "retain",
    });
    expect(storedPolicies(defaults, { guard: { maxRemovals: 1, allow: "x" } })).toEqual({ guard: { maxRemovals: 1 } });
  });

  test("compare by content: the default written out, and another order of keys, are no change", () => {
    expect(samePolicies(defaults, {}, { deletionPolicy: "delete" })).toBe(true);
    const guards = [
      { maxRemovals: 1, adminRoles: ["a", "b"] },
      { adminRoles: ["a", "b"], maxRemovals: 1 },
    ];
    expect(samePolicies(defaults, { guard: guards[0] }, { guard: guards[1] })).toBe(true);
    expect(samePolicies(defaults, { guard: guards[0] }, { guard: { ...guards[0], adminRoles: ["b", "a"] } })).toBe(
      false,
    );
    expect(samePolicies(defaults, {}, { deletionPolicy: "retain" })).toBe(false);
  });
});

test("differences read as now → declared, and those of lists as what comes and goes", () => {
  const text = describeDifferences([
    { property: "name", actual: undefined, declared: "New" },
    { property: "roleId", actual: "old", declared: UNKNOWN },
    { property: "serviceRoleURNs", actual: ["a", "b"], declared: ["b", "c"] },
  ]);
  expect(text.split("\n")).toEqual([
    '  name: (none) → "New"',
    '  roleId: "old" → (not known yet)',
    "  serviceRoleURNs:",
    '    + "c"',
    '    - "a"',
  ]);
});

test("live URNs are shown in the declared order, undeclared ones last", () => {
  expect(inDeclaredOrder(["c", "a", "b"], ["a", "b"])).toEqual(["a", "b", "c"]);
  expect(inDeclaredOrder(["b", "a"], ["a", "b", "a"])).toEqual(["a", "b", "a"]);
  expect(inDeclaredOrder(["b", "a"], undefined)).toEqual(["b", "a"]);
});

test.each([
  ["ann@example.com", "ANN@example.com", true],
  ["*@example.com", "ann@example.com", true],
  ["*@example.com", "ann@example.com.evil", false],
  ["ann*", "ann", true],
  ["*", "", true],
  ["a*a", "a", false],
  ["a*b*c", "a-b-b-c", true],
  ["a*bc*bc", "abc", false],
  ["a*x*c", "abc", false],
  ["svc-?", "svc-1", false],
])("the pattern %s on %s: %s", (pattern, name, fits) => {
  expect(matchesAny(["no-one", pattern], name)).toBe(fits);
});
