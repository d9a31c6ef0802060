import { describe, expect, test } from "@jest/globals";
import type { FaultRule, Switches } from "../../../emulator/index.js";
import { userAssignment } from "../../../provider/resources/user-assignment.js";
import { type Args, role, settings, single, users } from "../../doubles/declarations.js";
import { ROLE_FORMS, USER_FORMS } from "../../doubles/forms.js";
import { setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, FULL, READ } from "../../doubles/urns.js";
import { ACCOUNT } from "../../doubles/world.js";
import { createOne } from "../../doubles/write-one.js";

const user = (name: string, roleId: string) => single({ email: `${name}@example.com`, roleId }, name);

function setUp(switches: Partial<Switches> = {}) {
  const scene = setScene({
    switches,
    seed: {
      account: { alias: "Acme", locale: "en", timezone: "UTC" },
      roles: [
        { id: "operator", name: "Operator", description: "As found", serviceRoleURNs: [READ] },
        { id: "auditor", name: "Auditor", serviceRoleURNs: [READ] },
      ],
      users: [
        { id: "u-root", email: "root@example.com", roleID: "full-access" },
        { id: "u-boss", email: "boss@example.com", roleID: "full-access" },
        { id: "u-ann", email: "ann@example.com", roleID: "read-only" },
        { id: "u-bob", email: "bob@example.com", roleID: "read-only" },
      ],
    },
  });
  const { world, faults } = scene;
  let watch = (_: string) => {};
  const transport = world.transportFor(({ method, url }) => {
    watch(`${method} ${new URL(url).pathname.replace("/api", "")}`);
    return undefined;
  });
  const session = () => world.session({}, transport);
  /** Holds a request up, and does something by hand as soon as it first reaches the server. */
  const holdUp = (request: string, act: () => void, rule: Omit<FaultRule, "match"> = HELD) => {
    const [method = "", path = ""] = request.split(" ");
    faults.add({ match: { method, path }, times: 1, ...rule });
    watch = (seen) => {
      if (seen !== request) return;
      watch = () => {};
      act();
    };
  };
  return { ...scene, session, stack: new Stack(session), holdUp };
}

const HELD: Omit<FaultRule, "match"> = { kind: "429-seconds", retryAfterSeconds: 200 };
const DELAYS: Omit<FaultRule, "match">[] = [
  { kind: "timeout" },
  { kind: "reset-before" },
  HELD,
  { kind: "503-retry-after", retryAfterSeconds: 200 },
];

describe.each(USER_FORMS)("while a write of a user who is declared $form is held up", ({ declare }) => {
  test.each(DELAYS)("someone disables the user: they stay disabled (%j)", async (rule) => {
    const { stack, edit, user, holdUp } = setUp();
    await stack.up([declare("ann@example.com", { roleId: "operator" })]);
    holdUp("POST /users/u-ann", () => edit.modifyUser("u-ann", { state: "disabled" }), rule);
    await stack.up([declare("ann@example.com", { roleId: "auditor" })]);
    expect(user("u-ann")).toBe("auditor disabled");
  });

  test("someone disables another admin: the last one is counted again", async () => {
    const { stack, edit, user, holdUp } = setUp();
    await stack.up([declare("root@example.com", { roleId: "full-access" })]);
    holdUp("POST /users/u-root", () => edit.modifyUser("u-boss", { state: "disabled" }));
    await expect(stack.up([declare("root@example.com", { roleId: "read-only" })])).rejects.toThrow(
      "guard.minimumAdmins",
    );
    expect(user("u-root")).toBe("full-access enabled");
  });
});

describe.each(ROLE_FORMS)("while a write of a role that is declared $form is held up", ({ declare }) => {
  test("someone adds a URN: it is not taken away again unjudged", async () => {
    const { stack, edit, store, holdUp } = setUp();
    const named = (name: string) => [declare("auditor", [READ], { name })];
    await stack.up(named("Auditor"));
    holdUp("POST /roles/auditor", () => edit.modifyRole("auditor", { serviceRoleURNs: [READ, AUDIT] }));
    await expect(stack.up(named("Auditors"))).rejects.toThrow(
      `someone changed the role after it was read: this write would also remove ${AUDIT}`,
    );
    expect(store.roles.get("auditor")).toMatchObject({ name: "Auditor", serviceRoleURNs: [READ, AUDIT] });
  });

  test("someone adds another service to a role that is to be widened: it is not written", async () => {
    const { stack, edit, urns, holdUp } = setUp();
    const network = AUDIT.replace("audit", "network");
    const wider = (...roleURNs: string[]) => [declare("auditor", roleURNs, { name: "Auditor" })];
    await stack.up(wider(READ));
    holdUp("POST /roles/auditor", () => edit.modifyRole("auditor", { serviceRoleURNs: [READ, network] }));
    await expect(stack.up(wider(FULL))).rejects.toThrow(`this write would also remove ${network}.`);
    expect(urns("auditor")).toEqual([READ, network]);
  });
});

test.each(DELAYS)(
  "what someone else writes into an undeclared property while a write is held up stays (%j)",
  async (rule) => {
    const { stack, edit, store, holdUp } = setUp();
    const operator = (name: string) => role("operator", [READ], { name, adopt: "overwrite" });
    await stack.up([operator("Operator"), settings({ timezone: "UTC" })]);
    holdUp("POST /roles/operator", () => edit.modifyRole("operator", { description: "By hand" }), rule);
    await stack.up([operator("Operators"), settings({ timezone: "UTC" })]);
    expect(store.roles.get("operator")).toMatchObject({ name: "Operators", description: "By hand" });

    holdUp(`POST /accounts/${ACCOUNT}`, () => edit.modifyAccount({ alias: "By hand" }), rule);
    await stack.up([operator("Operators"), settings({ timezone: "Asia/Tokyo" })]);
    expect(store.account).toMatchObject({ timezone: "Asia/Tokyo", alias: "By hand" });
  },
);

test.each([
  ["in the middle of a long run", "second"],
  ["while its deletion is held up", "first"],
])("a role that someone assigns by hand %s is not deleted", async (_, heldUp) => {
  const { stack, edit, store, holdUp } = setUp({ deleteRoleInUse: "allowed" });
  await stack.up([role("first"), role("second")]);
  holdUp(`DELETE /roles/${heldUp}`, () => edit.modifyUser("u-bob", { roleID: "first" }));
  await expect(stack.destroy()).rejects.toThrow("it is still held by user bob@example.com");
  expect([store.roles.has("first"), store.roles.has("second")]).toEqual([true, false]);
});

test("the last admin is counted again in a long run", async () => {
  const { stack, edit, user: live, holdUp } = setUp();
  await stack.up([user("root", "full-access"), user("ann", "operator")]);
  holdUp("POST /users/u-ann", () => edit.modifyUser("u-boss", { state: "disabled" }));
  const program = [user("bob", "read-only"), user("ann", "auditor"), user("root", "read-only")];
  await expect(stack.up(program)).rejects.toThrow("guard.minimumAdmins");
  expect(live("u-root")).toBe("full-access enabled");
});

test("a user whose write waits for that of another admin is read again", async () => {
  const { world, session, edit, user: live, holdUp } = setUp();
  edit.addUser({ id: "u-third", email: "third@example.com", roleID: "full-access", state: "enabled" });
  holdUp("POST /users/u-root", () => edit.modifyUser("u-boss", { state: "disabled" }));
  const process = session();
  await Promise.all(
    ["root@example.com", "boss@example.com"].map((email) =>
      createOne(userAssignment, process, { email, roleId: "read-only" }),
    ),
  );
  expect(live("u-boss")).toBe("read-only disabled");
  expect(world.emulator.writes().at(-1)?.body).toEqual({ roleID: "read-only", state: "disabled" });
});

test("a set decides by a recent list", async () => {
  const { stack, edit, user: live, holdUp } = setUp();
  const admins: Args = { "root@example.com": "full-access", "boss@example.com": "full-access" };
  const set = { ...users(admins, { unmanaged: "disable", exclude: ["ann@*"] }), after: ["ann"] };
  holdUp("POST /users/u-ann", () => edit.modifyUser("u-bob", { state: "disabled", roleID: "operator" }));
  await stack.up([user("ann", "auditor"), set]);
  expect(live("u-bob")).toBe("operator disabled");
});

describe("since the list was read, a user who is declared alone by email", () => {
  const ann = { email: "ann@example.com", roleId: "operator" };
  const invited = {
    userId: "",
    email: "ann@example.com",
    displayName: "",
    cloudOneUrn: "",
    roleId: "auditor",
    invitation: "i1",
  };
  const STATES = [
    { was: "new to the state", stored: undefined },
    { was: "stored as invited", stored: invited },
  ];

  test.each(STATES)("has changed their address: no one is written; $was", async ({ stored }) => {
    const { world, edit } = setUp();
    const session = world.session();
    await session.inventory.users.all();
    edit.modifyUser("u-ann", { email: "ann.new@example.com" });
    await expect(userAssignment.plan(session, ann, stored, "invitation/ann@example.com")).rejects.toThrow(
      "user u-ann is declared as ann@example.com, but has the email ann.new@example.com now",
    );
    expect(world.emulator.writes()).toEqual([]);
  });

  test("has changed their address and is dropped: no one is written; stored as invited", async () => {
    const { world, edit } = setUp();
    const session = world.session();
    await session.inventory.users.all();
    edit.modifyUser("u-ann", { email: "ann.new@example.com" });
    const stored = { ...invited, declaredEmail: "ann@example.com" };
    const { checkFailures } = await userAssignment.plan(session, undefined, stored, "invitation/ann@example.com");
    expect(checkFailures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("user u-ann is declared as ann@example.com, but has the email ann.new@example.com now"),
    ]);
  });

  test.each(STATES)("has got another role: the change of that one is planned and written; $was", async ({ stored }) => {
    const { world, edit, user: bindingOf } = setUp();
    const session = world.session();
    await session.inventory.users.all();
    edit.modifyUser("u-ann", { roleID: "full-access" });
    const plan = await userAssignment.plan(session, ann, stored, "invitation/ann@example.com");
    expect(plan.users?.actions.map(({ user: { roleId }, isRemoval }) => ({ roleId, isRemoval }))).toEqual([
      { roleId: "full-access", isRemoval: true },
    ]);
    await userAssignment.apply(session, ann, stored, plan);
    expect(bindingOf("u-ann")).toBe("operator enabled");
  });
});
