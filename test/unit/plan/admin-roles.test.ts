import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { adminRoles, ceasesToBeAdmin, isAdminRole } from "../../../provider/plan/access/admin-roles.js";
import { losesAccess } from "../../../provider/plan/access/bindings.js";
import { roleContents } from "../../../provider/plan/access/role-contents.js";
import { IDENTITY as FULL, urn, FULL as WORK } from "../../doubles/urns.js";

const READ = urn("identity", "read-only");

test.each([
  ["full-access", [], undefined, true],
  ["ops", [WORK, FULL], undefined, true],
  ["ops", [urn("identity", "full-access", { account: "999999999999", region: "de-1" })], undefined, true],
  ["ops", [READ, WORK], undefined, false],
  ["ops", [urn("identity", "full-access-lite")], undefined, false],
  ["ops", [urn("not-identity", "full-access")], undefined, false],
  ["ops", undefined, undefined, false],
  ["ops", [], ["ops"], true],
  ["full-access", [WORK], ["ops"], false],
  ["full-access", [FULL], ["ops"], true],
] as const)("role %s with %j is an admin role, if adminRoles is %j: %s", (id, urns, named, expected) => {
  expect(isAdminRole(id, urns, named)).toBe(expected);
});

test.each([
  ["only the account", [FULL], undefined, { now: true, surely: true, maybe: true }],
  ["a role that this run makes one", [WORK], [WORK, FULL], { now: false, surely: false, maybe: true }],
  ["a role that this run narrows", [WORK, FULL], [WORK], { now: true, surely: false, maybe: true }],
  ["a role that does not exist yet", undefined, [FULL], { now: true, surely: false, maybe: true }],
  ["a role that nothing is known about", undefined, undefined, { now: false, surely: false, maybe: false }],
])("%s", (_, live, declared, expected) => {
  const map = (urns: readonly string[] | undefined) => new Map(urns === undefined ? [] : [["r", urns]]);
  const { now, surely, maybe } = adminRoles(undefined, roleContents(map(live), map(declared)));
  expect({ now: now("r"), surely: surely("r"), maybe: maybe("r") }).toEqual(expected);
});

test("a forecast treats declared roles as already written", () => {
  const contents = roleContents(new Map([["r", [WORK]]]), new Map([["r", [FULL]]]), { isForecast: true });
  expect(adminRoles(undefined, contents).surely("r")).toBe(true);
  expect(contents.atLeast("r")).toEqual([FULL]);
});

test.each([
  ["loses identity's full access", "ops", [WORK, FULL], [WORK], undefined, true],
  ["keeps it", "ops", [WORK, FULL], [FULL], undefined, false],
  ["keeps that of another region", "ops", [FULL, FULL.replace("us-1", "de-1")], [FULL], undefined, false],
  ["never had it", "ops", [WORK, READ], [READ], undefined, false],
  ["is named, and loses any URN", "ops", [WORK, READ], [READ], ["ops"], true],
  ["is named, and keeps identity's full access", "ops", [WORK, FULL], [FULL], ["ops"], false],
  ["is named, and only gains", "ops", [WORK], [WORK, READ], ["ops"], false],
] as const)("a role that %s", (_, id, now, next, named, expected) => {
  expect(ceasesToBeAdmin(id, now, next, named)).toBe(expected);
});

test("no order of writes takes a URN from a user who is reported to lose nothing", () => {
  const urns = fc.subarray(["a", "b", "c"]);
  const declared = fc.option(urns, { nil: undefined });
  fc.assert(
    fc.property(urns, declared, urns, declared, (from, fromDeclared, to, toDeclared) => {
      const given = (urns: readonly string[] | undefined, id: string) =>
        urns === undefined ? [] : [[id, urns] as const];
      const roles = roleContents(
        new Map([
          ["from", from],
          ["to", to],
        ]),
        new Map([...given(fromDeclared, "from"), ...given(toDeclared, "to")]),
      );
      const [before, after] = [
        { roleId: "from", state: "enabled" },
        { roleId: "to", state: "enabled" },
      ];
      if (losesAccess(before, after, { roles, named: [] })) return;
      for (const had of [from, fromDeclared ?? from]) {
        for (const gets of [to, toDeclared ?? to]) expect(gets).toEqual(expect.arrayContaining(had));
      }
    }),
  );
});
