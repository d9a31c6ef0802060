import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { assembleAccess } from "../../cli/access/assemble-access.js";
import { judgeRole } from "../../cli/doctor/judge-role.js";
import { compareUsers } from "../../cli/drift/compare-users.js";
import type { Declared } from "../../cli/drift/read-declared.js";
import { adminRolesOf } from "../../provider/plan/access/admin-roles.js";
import { planRoles } from "../../provider/plan/roles/roles.js";
import { disabledBinding, restoredBinding } from "../../provider/plan/users/user-assignment.js";
import { planUsers } from "../../provider/plan/users/users.js";
import { role as roleResource } from "../../provider/resources/role.js";
import { userAssignment } from "../../provider/resources/user-assignment.js";
import { ACCOUNT, World } from "../doubles/world.js";
import { createOne, updateOne } from "../doubles/write-one.js";

const urn = (service: string, role: string, region = "us-1") =>
  `urn:cloudone:${service}:${region}:${ACCOUNT}:role/${role}`;
const URNS = [
  urn("identity", "full-access"),
  urn("identity", "full-access", "de-1"),
  urn("identity", "read-only"),
  urn("workload", "full-access"),
];
const IDS = ["ops", "auditor", "writer", "nothing"] as const;

interface Account {
  roles: { id: string; name: string; serviceRoleURNs: string[] }[];
  users: { id: string; email: string; roleID: string; state: "enabled" | "disabled" }[];
  named: string[] | undefined;
}

const account: fc.Arbitrary<Account> = fc
  .record({
    contents: fc.tuple(...IDS.map((id) => (id === "nothing" ? fc.constant([]) : fc.subarray(URNS)))),
    users: fc.array(
      fc.record({
        roleID: fc.constantFrom(...IDS, "full-access", "read-only"),
        state: fc.constantFrom("enabled" as const, "enabled" as const, "disabled" as const),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    named: fc.option(fc.subarray(["full-access", "writer", "auditor"], { minLength: 1 }), { nil: undefined }),
  })
  .map(({ contents, users, named }) => ({
    roles: IDS.map((id, n) => ({ id: String(id), name: String(id), serviceRoleURNs: [...(contents[n] ?? [])] })),
    users: users.map((user, n) => ({ id: `u-${n}`, email: `u${n}@example.com`, ...user })),
    named,
  }));

/** The account as the API shows it, with predefined roles, and the emails of everyone who should count as an admin. */
function setUp({ roles, users, named }: Account) {
  const world = new World({ seed: { roles, users } });
  const live = [...world.emulator.store.roles.values()].map(({ id, name, serviceRoleURNs, urn }) => ({
    id,
    name,
    description: "",
    serviceRoleURNs,
    created: "",
    lastModified: "",
    urn,
  }));
  const names = named ?? ["full-access"];
  const isAdminRole = (id: string) =>
    names.includes(id) ||
    (live.find((role) => role.id === id)?.serviceRoleURNs ?? []).some((one) => /identity.*full-access/.test(one));
  const admins = users.filter(({ roleID, state }) => state === "enabled" && isAdminRole(roleID));
  const people = users.map((user) => ({ ...user, name: user.email, urn: "" }));
  return { world, live, people, isAdminRole, admins: admins.map(({ email }) => email) };
}

const none: Declared = {
  roles: [],
  users: [],
  settings: [],
  excluded: { role: [], user: [] },
  retiring: [],
  former: [],
  unreadable: [],
  accounts: new Map(),
};

test("plans, fallbacks, access, drift and doctor agree on who is an admin", () => {
  fc.assert(
    fc.property(account, (drawn) => {
      const { live, people, admins, isAdminRole } = setUp(drawn);
      const guard = drawn.named && { adminRoles: drawn.named };
      const urns = new Map(live.map(({ id, serviceRoleURNs }) => [id, serviceRoleURNs]));
      const bindings = people.map(({ id, email, roleID, state }) => ({ id, email, roleId: roleID, state }));
      const planned = (users: typeof bindings, declared = {}) =>
        planUsers({
          declared: { users: declared, guard },
          stored: [],
          live: users,
          roles: urns,
          isRoleDeclared: () => false,
          isDeclaredElsewhere: () => false,
        });
      expect(bindings.filter((user) => planned([user]).admins.now === 1).map(({ email }) => email)).toEqual(admins);

      const roleSet = planRoles({
        declared: { roles: {}, guard },
        stored: [],
        retired: [],
        live: new Map(live.map((role) => [role.id, role])),
        holders: () => [],
        bindings,
        isDeclaredElsewhere: () => false,
      });
      expect(roleSet.admins).toEqual({ now: admins.length, after: admins.length });

      const report = assembleAccess({
        account: ACCOUNT,
        now: 0,
        roles: live,
        users: people,
        apiKeys: [],
        samlUsers: { users: [], notCounted: undefined, gaps: [] },
        adminRoles: drawn.named,
      });
      const shown = report.principals.filter((one) => one.isAdmin && one.state === "enabled");
      expect(shown.map(({ email }) => email).sort()).toEqual(admins.toSorted());

      const drift = compareUsers(none, people, { isAdminRole: adminRolesOf(urns, drawn.named), now: 0 });
      const flagged = drift.unmanaged.filter((one) => one.isAdmin && one.state === "enabled");
      expect(flagged.map(({ name }) => name).sort()).toEqual(admins.toSorted());

      const isAdmin = adminRolesOf(urns, drawn.named);
      for (const { id, serviceRoleURNs } of live) {
        const found = { roleId: id, state: "enabled" };
        const expected = isAdminRole(id);
        expect(isAdmin(id)).toBe(expected);
        expect(disabledBinding(found, true, isAdmin).roleId === id).toBe(!expected || id === "read-only");
        expect(restoredBinding(found, { roleId: "other", state: "enabled" }, isAdmin).notRaisedTo).toBe(
          expected ? id : undefined,
        );
        const [user] = bindings.filter(({ state, roleId }) => state === "enabled" && !isAdmin(roleId));
        if (user !== undefined) {
          const { newAdmins } = planned([user], { [user.email]: id });
          expect(newAdmins.length).toBe(expected ? 1 : 0);
        }
        if (drawn.named === undefined && id !== "read-only") {
          const judged = judgeRole({ roleId: id, serviceRoleURNs, isReadOnlyConfigured: false });
          expect(judged.status === "ok").toBe(expected);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("the guard refuses to remove exactly these, and to narrow exactly what makes them admins", async () => {
  await fc.assert(
    fc.asyncProperty(account, async (drawn) => {
      const { world, live, people, admins, isAdminRole } = setUp(drawn);
      const guard = { minimumAdmins: 99, ...(drawn.named && { adminRoles: drawn.named }) };
      const session = world.session();
      const isRefused = async (write: Promise<unknown>) => {
        const refusal = await write.then(() => "", String);
        if (refusal !== "") expect(refusal).toContain(`would be left of ${admins.length}, at least 99`);
        return refusal !== "";
      };
      const refusedRoles: string[] = [];
      for (const { id, name } of live.filter((role) => IDS.some((known) => known === role.id))) {
        const narrowed = { roleId: id, name, serviceRoleURNs: [], guard };
        const before = world.emulator.store.roles.get(id)?.serviceRoleURNs ?? [];
        if (await isRefused(updateOne(roleResource, session, id, narrowed))) refusedRoles.push(id);
        else if (before.length > 0) {
          world.emulator.edit.modifyRole(id, { serviceRoleURNs: before });
          session.inventory.roles.record(id, await session.inventory.roles.fetch(id));
        }
      }
      const makes = (id: string) =>
        people.some((one) => one.roleID === id && one.state === "enabled") && isAdminRole(id);
      const narrowable = live.filter(({ serviceRoleURNs }) => serviceRoleURNs.length > 0).map(({ id }) => id);
      expect(refusedRoles).toEqual(IDS.filter((id) => narrowable.includes(id) && makes(id)));

      const refused: string[] = [];
      for (const { id, email, roleID } of people) {
        const roleId = roleID === "nothing" ? "read-only" : "nothing";
        if (isAdminRole(roleId)) continue;
        if (await isRefused(createOne(userAssignment, session, { userId: id, roleId, guard }))) refused.push(email);
      }
      expect(refused).toEqual(admins);
    }),
    { numRuns: 30 },
  );
}, 120_000);
