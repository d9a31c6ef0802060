import { describe, expect, test } from "@jest/globals";
import { entry, roles, single, users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { allowIn, refusal, setScene, setUp as setUpTeam } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, IDENTITY, READ } from "../../doubles/urns.js";

const [ROOT, BOSS, ANN] = ["root@example.com", "boss@example.com", "ann@example.com"];
const OPS = { id: "ops", name: "A role", serviceRoleURNs: [READ, AUDIT, IDENTITY] };
/** An admin role by its name, and one by what it holds, whose name says nothing. */
const ADMIN_ROLES = ["full-access", "ops"];

/** Root and boss are admins by this role. */
function setUp(roleID = "ops", parallel = 1) {
  const team = setUpTeam({}, {}, [OPS]);
  for (const id of ["u-root", "u-boss"]) team.edit.modifyUser(id, { roleID });
  const left = () => [...team.store.users.values()].filter((one) => one.roleID === roleID).length;
  return { ...team, stack: new Stack(() => team.world.session(), { parallel }), left };
}

const PAIRS = USER_FORMS.flatMap((one) =>
  USER_FORMS.flatMap((two) => ADMIN_ROLES.map((role) => ({ one, two, a: one.form, b: two.form, role }))),
);

test.each(PAIRS)("two admins by $role, declared $a and $b, leave one behind, one by one and at once", async (pair) => {
  for (const parallel of [1, 2]) {
    const { stack, left } = setUp(pair.role, parallel);
    const program = [
      pair.one.declare(ROOT, { roleId: "auditor" }, "a"),
      pair.two.declare(BOSS, { roleId: "auditor" }, "b"),
    ];
    await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
    expect(left()).toBe(1);
  }
});

test("single resources and sets that work side by side on a slow network leave the last admin", async () => {
  const { edit, store, stack } = setScene({ seed: {}, latency: () => 20 }, {}, { parallel: 4 });
  for (let n = 0; n < 4; n++) edit.addUser({ id: `u-${n}`, email: `u${n}@example.com`, roleID: "full-access" });
  const program = [
    users({ "u0@example.com": "read-only" }, {}, "one"),
    users({ "u1@example.com": "read-only" }, {}, "two"),
    single({ email: "u2@example.com", roleId: "read-only" }, "three"),
    single({ userId: "u-3", roleId: "read-only" }, "four"),
  ];
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([...store.users.values()].filter(({ roleID }) => roleID === "full-access")).toHaveLength(1);
});

describe.each(USER_FORMS)("an admin who is declared $form", ({ form, declare }) => {
  test("keeps the role if they are the last one, unless the digest allows it once", async () => {
    const { stack, edit, user } = setUpTeam();
    edit.modifyUser("u-root", { roleID: "read-only" });
    const program = (allow?: string) => [declare(BOSS, { roleId: "read-only", ...(allow && { guard: { allow } }) })];
    const refused = await refusal(stack.up(program()));
    expect(refused).toContain("guard.minimumAdmins: 0 enabled admins would be left of 1, at least 1");
    expect(refused).toContain("boss@example.com (role full-access → read-only)");
    const allow = allowIn(refused);
    await expect(stack.up(program("0000000000000000"))).rejects.toThrow("guard.minimumAdmins");
    expect(user("u-boss")).toBe("full-access enabled");
    await stack.up(program(allow));
    expect(user("u-boss")).toBe("read-only enabled");
    expect(JSON.stringify(stack.state.map(({ outputs }) => outputs))).not.toContain(allow);
  });

  test("loses access with the role, whatever URNs the next one lists", async () => {
    const { stack, edit, store, writes } = setUpTeam();
    edit.modifyUser("u-boss", { roleID: "auditor" });
    for (const role of store.roles.values()) if (role.id === "full-access") role.serviceRoleURNs = [];
    await expect(stack.up([declare(ROOT, { roleId: "auditor" })])).rejects.toThrow("guard.minimumAdmins");
    expect(writes()).toEqual([]);
  });

  test("may get the named role in place of one that makes them an admin by its content", async () => {
    const { stack, user, edit } = setUp();
    edit.modifyUser("u-root", { roleID: "read-only" });
    await stack.up([declare(BOSS, { roleId: "full-access" })]);
    expect(user("u-boss")).toBe("full-access enabled");
  });

  test("is named at preview if they become one by a role's content, invited or not", async () => {
    const { stack, log } = setUp();
    await stack.preview([
      declare(ANN, { roleId: "ops" }, "ann"),
      declare("new@example.com", { roleId: "ops", ifMissing: "invite" }, "new"),
    ]);
    const says = {
      alone: [
        "warning: user ann@example.com (ann) gains an admin role: role auditor → ops",
        "an invitation with the role ops would be sent. This is an admin role.",
      ],
      "in a set": ["1 user would gain ops: ann@example.com", "1 user would gain ops: new@example.com"],
    }[form];
    for (const text of says) expect(log.text).toContain(text);
  });

  test("is named at preview if only this run makes their role an admin role", async () => {
    const { stack, log } = setUp();
    const admins = roles({ operator: entry(READ, IDENTITY) }, { adopt: "overwrite" });
    await stack.preview([admins, declare(ANN, { roleId: "operator" })]);
    expect(log.text).toContain(
      {
        alone: "gains an admin role: role auditor → operator",
        "in a set": "warning: 1 user would gain operator: ann@example.com",
      }[form],
    );
  });

  test("is not hidden from the guard by a list of roles that lags behind", async () => {
    const { stack, edit, user } = setUpTeam({ listLag: { milliseconds: 30_000 } });
    await stack.up([declare(ANN, { roleId: "auditor" })]);
    for (const id of ["u-root", "u-boss"]) edit.modifyUser(id, { state: "disabled" });
    edit.modifyRole("auditor", { serviceRoleURNs: [READ, IDENTITY] });
    edit.modifyUser("u-bob", { roleID: "operator" });
    await expect(stack.up([declare(ANN, { roleId: "operator" })])).rejects.toThrow("guard.minimumAdmins");
    expect(user("u-ann")).toBe("auditor enabled");
  });
});

test.each([
  ["alone", (emails: string[]) => emails.map((email) => single({ email, roleId: "operator" }, email))],
  ["in a set", (emails: string[]) => [users(Object.fromEntries(emails.map((email) => [email, "operator"])))]],
])("a lagging list does not let anyone fall back to what has just become an admin role (%s)", async (_, declare) => {
  const { stack, edit, user, world } = setUpTeam({ listLag: { milliseconds: 30_000 } });
  await stack.up(declare([ANN, "bob@example.com"]));
  await world.clock.sleep(60_000);
  edit.modifyRole("auditor", { serviceRoleURNs: [READ, IDENTITY] });
  await stack.up(declare(["bob@example.com"])).catch(() => undefined);
  expect(["read-only disabled", "operator enabled"]).toContain(user("u-ann"));
  await world.clock.sleep(60_000);
  await stack.up(declare(["bob@example.com"]));
  expect(user("u-ann")).toBe("read-only disabled");
});

test("an allowed plan takes no more admins than it said, whatever fails", async () => {
  const { stack, faults, user } = setUpTeam();
  await stack.up([users({ [ROOT]: "full-access", [BOSS]: "full-access", [ANN]: "auditor" })]);
  const after = (allow?: string) => [
    users(
      { [ROOT]: "auditor", [BOSS]: "auditor", [ANN]: "full-access" },
      { guard: { maxRemovals: 0, ...(allow !== undefined && { allow }) } },
    ),
  ];
  const allow = allowIn(await refusal(stack.preview(after())));
  faults.add({ match: { method: "POST", path: "/users/u-ann" }, kind: "403-empty", times: 1 });
  await expect(stack.up(after(allow))).rejects.toThrow("guard.minimumAdmins: 0 enabled admins");
  expect([user("u-root"), user("u-boss")].filter((one) => one === "full-access enabled")).toHaveLength(1);
});

test("a stored single resource asks nothing at preview if its role stays, and for the two roles if it changes", async () => {
  const { stack, world, log, clear } = setUp();
  const ann = (roleId: string) => [single({ userId: "u-ann", roleId })];
  await stack.up(ann("auditor"));
  clear();
  await stack.preview(ann("auditor"));
  expect(world.emulator.requests).toEqual([]);
  await stack.preview(ann("operator"));
  expect(world.emulator.requests.filter(({ path }) => path.startsWith("/roles")).length).toBeLessThan(3);
  expect(log.text).toContain("user u-ann loses access: role auditor → operator");
});
