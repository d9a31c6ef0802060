import { describe, expect, test } from "@jest/globals";
import { entry, role, roles, single, users } from "../../doubles/declarations.js";
import { ROLE_FORMS, USER_FORMS } from "../../doubles/forms.js";
import { allowIn, refusal, setScene, setUp as setUpTeam } from "../../doubles/scene.js";
import { AUDIT, IDENTITY, READ } from "../../doubles/urns.js";
import { createOne } from "../../doubles/write-one.js";

/** Root and boss are the admins, by what their role holds. */
function setUp() {
  const team = setUpTeam({}, {}, [{ id: "ops", name: "A role", serviceRoleURNs: [READ, IDENTITY] }]);
  for (const id of ["u-root", "u-boss"]) team.edit.modifyUser(id, { roleID: "ops" });
  return team;
}

const FORMS = ROLE_FORMS.map((one) => ({
  ...one,
  overwrite: (id: string, urns: string[], guard?: object) => one.declare(id, urns, { adopt: "overwrite", guard }),
}));

describe.each(FORMS)("a role that is declared $form", ({ overwrite, declare }) => {
  test("keeps identity's full access while it makes the last admins, unless that is allowed", async () => {
    const { stack, urns } = setUp();
    const refused = await refusal(stack.up([overwrite("ops", [READ])]));
    expect(refused).toContain("guard.minimumAdmins: 0 enabled admins would be left of 2, at least 1");
    expect(urns("ops")).toEqual([READ, IDENTITY]);
    await stack.up([overwrite("ops", [READ], { allow: allowIn(refused) })]);
    expect(urns("ops")).toEqual([READ]);
  });

  test("is not narrowed under the last admins if a guard calls it an admin role", async () => {
    const { stack, urns } = setUp();
    const guard = { adminRoles: ["auditor"], minimumAdmins: 3 };
    await expect(stack.up([overwrite("auditor", [READ], guard)])).rejects.toThrow(
      "guard.minimumAdmins: 2 enabled admins would be left of 4, at least 3",
    );
    expect(urns("auditor")).toEqual([READ, AUDIT]);
  });

  test("loses identity's full access if enough admins are left", async () => {
    const { stack, urns, edit } = setUp();
    edit.modifyUser("u-ann", { roleID: "full-access" });
    await stack.up([overwrite("ops", [READ])]);
    expect(urns("ops")).toEqual([READ]);
  });

  test("makes the same admins if it loses one URN for that and gains another", async () => {
    const { stack, urns } = setUp();
    const other = IDENTITY.replace("us-1", "de-1");
    await stack.up([overwrite("ops", [AUDIT, other])]);
    expect(urns("ops")).toEqual([AUDIT, other]);
  });

  test("is named at preview with everyone who becomes an admin by it: users, API keys and invited people", async () => {
    const { stack, edit, said } = setUp();
    edit.createApiKey({ id: "k-ci", secret: "s", alias: "CI", roleID: "auditor" });
    await stack.up([overwrite("auditor", [READ, AUDIT])]);
    expect(await said(() => stack.preview([overwrite("auditor", [READ, AUDIT, IDENTITY])]))).toContain(
      "warning: role auditor would gain full access to the identity service, " +
        "which makes admins of: API key k-ci (CI), user ann@example.com, user bob@example.com",
    );
  });

  test("is named at preview as an admin role if it is new", async () => {
    const { stack, log } = setUp();
    await stack.preview([overwrite("new-ops", [IDENTITY])]);
    expect(log.text).toContain("role new-ops would gain full access to the identity service");
  });

  test.each(["ANN@*", "u-ann"])("is not narrowed while someone holds it who is protected as %s", async (name) => {
    const { stack, writes } = setUp();
    const guard = { protectedUsers: [name] };
    await stack.up([declare("auditor", [READ, AUDIT], { guard })]);
    await expect(stack.preview([declare("auditor", [READ], { guard })])).rejects.toThrow("guard.protectedUsers");
    await expect(stack.up([declare("auditor", [READ], { guard })])).rejects.toThrow("guard.protectedUsers");
    expect(writes()).toEqual([]);
  });

  test("is neither narrowed nor deleted while it is protected, even if no one is known to hold it", async () => {
    const { stack, writes, edit } = setUp();
    for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
    const policies = { guard: { protectedRoles: ["auditor"] } };
    const [wide, narrow] = [[READ, AUDIT], [READ]].map((urns) => declare("auditor", urns, policies));
    await stack.up([wide as never]);
    const reason = `guard.protectedRoles: role auditor (loses ${AUDIT})`;
    await expect(stack.preview([narrow as never])).rejects.toThrow(reason);
    await expect(stack.up([narrow as never])).rejects.toThrow(reason);
    const gone = wide?.class === "Role" ? [] : [roles({}, { allowEmpty: true, ...policies }, "it")];
    await expect(stack.up(gone)).rejects.toThrow("guard.protectedRoles: role auditor (delete)");
    expect(writes()).toEqual([]);
  });

  test("loses a URN without a removal if no one holds it", async () => {
    const { stack, urns, edit } = setUp();
    for (const id of ["u-ann", "u-bob"]) edit.modifyUser(id, { roleID: "operator" });
    const guard = { maxRemovals: 0, protectedRoles: ["another"] };
    await stack.up([declare("auditor", [READ, AUDIT], { guard })]);
    await stack.up([declare("auditor", [READ], { guard })]);
    expect(urns("auditor")).toEqual([READ]);
  });

  test("is narrowed by a digest in whatever order the server shows its URNs", async () => {
    const { stack, urns, edit } = setUp();
    await stack.up([declare("auditor", [READ, AUDIT])]);
    const narrowed = (allow?: string) => declare("auditor", [], { guard: { maxRemovals: 0, ...(allow && { allow }) } });
    const allow = allowIn(await refusal(stack.up([narrowed()])));
    edit.modifyRole("auditor", { serviceRoleURNs: [AUDIT, READ] });
    await stack.up([narrowed(allow)]);
    expect(urns("auditor")).toEqual([]);
  });
});

test("roles that are narrowed side by side, alone and in sets, leave admins of one of them", async () => {
  const { edit, store, stack } = setScene({ seed: {}, latency: () => 20 }, {}, { parallel: 4 });
  for (let n = 0; n < 4; n++) {
    edit.createRole({ id: `ops-${n}`, ...entry(READ, IDENTITY) });
    edit.addUser({ id: `u-${n}`, email: `u${n}@example.com`, roleID: `ops-${n}` });
  }
  const adopt = { adopt: "overwrite" };
  const program = [
    role("ops-0", [READ], adopt),
    role("ops-1", [READ], adopt),
    roles({ "ops-2": entry(READ) }, adopt),
    single({ userId: "u-3", roleId: "read-only" }),
  ];
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  const left = [...store.users.values()].filter(({ roleID }) =>
    store.roles.get(roleID)?.serviceRoleURNs.includes(IDENTITY),
  );
  expect(left).toHaveLength(1);
});

const NO_REMOVALS = { maxRemovals: 0 };
const RACES = USER_FORMS.flatMap((user) =>
  FORMS.flatMap((form) =>
    ["user first", "role first"].map((order) => ({ who: user.form, user, what: form.form, form, order })),
  ),
);

test.each(RACES)(
  "a user $who does not move to a role $what that the same run narrows ($order)",
  async ({ user: { declare }, form: { overwrite }, order }) => {
    const { stack, edit, user, urns } = setUp();
    edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
    await stack.up([overwrite("narrow", [READ, AUDIT], NO_REMOVALS)]);
    const move = declare("ann@example.com", { roleId: "narrow", guard: NO_REMOVALS }, "user");
    const both = [move, overwrite("narrow", [READ], NO_REMOVALS)];
    await expect(stack.up(order === "user first" ? both : both.reverse())).rejects.toThrow(
      "guard.maxRemovals: 1 removal",
    );
    expect(user("u-ann") === "auditor enabled" ? urns("auditor") : urns("narrow")).toEqual([READ, AUDIT]);
  },
);

test.each(USER_FORMS)(
  "a user $form who moves to a role that the run narrows is named at preview",
  async ({ declare }) => {
    const { stack, log, edit } = setUp();
    edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
    const narrowed = role("narrow", [READ], { adopt: "overwrite" });
    await stack.preview([narrowed, declare("ann@example.com", { roleId: "narrow" }, "user")]);
    expect(log.text).toMatch(/ann[^\n]*(loses access|\(role auditor → narrow\))|would lose access: ann/);
  },
);

test("without bounds, such a move and narrowing are both done in one run", async () => {
  const { stack, edit, user, urns } = setUp();
  edit.createRole({ id: "narrow", ...entry(READ, AUDIT) });
  await stack.up([users({ "ann@example.com": "narrow" }), roles({ narrow: entry(READ) }, { adopt: "overwrite" })]);
  expect([user("u-ann"), urns("narrow")]).toEqual(["narrow enabled", [READ]]);
});

test("a narrowing waits for users who are being assigned the role, and counts them", async () => {
  const { world, store, user } = setScene({
    latency: () => 50,
    seed: {
      roles: ["auditor", "narrow"].map((id) => ({ id, ...entry(READ, AUDIT) })),
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-ann", email: "ann@example.com", roleID: "auditor" },
      ],
    },
  });
  const { role: one } = await import("../../../provider/resources/role.js");
  const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
  const session = world.session();
  await session.inventory.roles.all();
  const guard = NO_REMOVALS;
  const give = createOne(userAssignment, session, { userId: "u-ann", roleId: "narrow", guard });
  const inputs = { roleId: "narrow", ...entry(READ), adopt: "overwrite" as const, guard };
  const results = await Promise.allSettled([give, createOne(one, session, inputs)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(store.roles.get(user("u-ann")?.split(" ")[0] ?? "")?.serviceRoleURNs).toEqual([READ, AUDIT]);
});
