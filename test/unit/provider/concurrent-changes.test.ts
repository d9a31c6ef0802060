import { describe, expect, test } from "@jest/globals";
import type { FaultRule, Switches } from "../../../emulator/index.js";
import type { Config } from "../../../provider/config/config.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT, World } from "../../doubles/world.js";
import { createOne } from "../../doubles/write-one.js";

type Args = Record<string, unknown>;
const declare = (of: Declaration["class"], name: string, inputs: Args): Declaration => ({ class: of, name, inputs });
const ann = (roleId: string, more: Args = {}) =>
  declare("UserAssignment", "ann", { email: "ann@example.com", roleId, ...more });

function setUp(switches: Partial<Switches> = {}, config: Partial<Config> = {}) {
  const world = new World({
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
  const { edit, store, faults } = world.emulator;
  let watch = (_: string) => {};
  const transport = world.transportFor(({ method, url }) => {
    watch(`${method} ${new URL(url).pathname.replace("/api", "")}`);
    return undefined;
  });
  const session = () => world.session(config, transport);
  const stack = new Stack(session);
  /** Does something by hand as soon as the request reaches the server. */
  const when = (request: string, act: () => void) => {
    watch = (seen) => {
      if (seen !== request) return;
      watch = () => {};
      act();
    };
  };
  const meets = (method: string, path: string, rule: Omit<FaultRule, "match">) =>
    faults.add({ match: { method, path }, times: 1, ...rule });
  return { world, session, stack, edit, store, when, meets };
}

const users = (members: Args, more: Args = {}) => declare("UserAssignmentSet", "team", { users: members, ...more });

/** The same declared alone, and as a member of a set. */
const FORMS = {
  alone: {
    user: (name: string, roleId: string) => declare("UserAssignment", name, { email: `${name}@example.com`, roleId }),
    role: (id: string, entry: Args) => declare("Role", id, { roleId: id, ...entry, adopt: "overwrite" }),
  },
  "in a set": {
    user: (name: string, roleId: string) => users({ [`${name}@example.com`]: roleId }),
    role: (id: string, entry: Args) => declare("RoleSet", "roles", { roles: { [id]: entry }, adopt: "overwrite" }),
  },
};

const delays: Omit<FaultRule, "match">[] = [
  { kind: "timeout" },
  { kind: "reset-before" },
  { kind: "429-seconds", retryAfterSeconds: 200 },
  { kind: "503-retry-after", retryAfterSeconds: 200 },
];

describe.each(Object.entries(FORMS))("declared %s", (_, { user, role }) => {
  test.each(delays)(
    "a user who is disabled by hand while a write of their role is held up stays disabled (%j)",
    async (rule) => {
      const { stack, edit, store, when, meets } = setUp();
      await stack.up([user("ann", "operator")]);
      meets("POST", "/users/u-ann", rule);
      when("POST /users/u-ann", () => edit.modifyUser("u-ann", { state: "disabled" }));
      await stack.up([user("ann", "auditor")]);
      expect(store.users.get("u-ann")).toMatchObject({ roleID: "auditor", state: "disabled" });
    },
  );

  test("the last admin is counted anew where the write was held up", async () => {
    const { stack, edit, store, when, meets } = setUp();
    await stack.up([user("root", "full-access")]);
    meets("POST", "/users/u-root", { kind: "429-seconds", retryAfterSeconds: 200 });
    when("POST /users/u-root", () => edit.modifyUser("u-boss", { state: "disabled" }));
    await expect(stack.up([user("root", "read-only")])).rejects.toThrow("guard.minimumAdmins");
    expect(store.users.get("u-root")?.roleID).toBe("full-access");
  });

  test("what a role is given by hand while its write is held up is not taken away again unjudged", async () => {
    const { stack, edit, store, when, meets } = setUp();
    const named = (name: string) => role("auditor", { name, serviceRoleURNs: [READ] });
    await stack.up([named("Auditor")]);
    meets("POST", "/roles/auditor", { kind: "429-seconds", retryAfterSeconds: 200 });
    when("POST /roles/auditor", () => edit.modifyRole("auditor", { serviceRoleURNs: [READ, AUDIT] }));
    await expect(stack.up([named("Auditors")])).rejects.toThrow(
      `someone else changed the role in the meantime: it would also lose ${AUDIT}`,
    );
    expect(store.roles.get("auditor")).toMatchObject({ name: "Auditor", serviceRoleURNs: [READ, AUDIT] });
  });
});

test.each(delays)(
  "what somebody else writes into an undeclared property while a write is held up stays (%j)",
  async (rule) => {
    const { stack, edit, store, when, meets } = setUp();
    const role = (name: string) =>
      declare("Role", "operator", { roleId: "operator", name, serviceRoleURNs: [READ], adopt: "overwrite" });
    const account = (timezone: string) => declare("AccountSettings", "account", { timezone });
    await stack.up([role("Operator"), account("UTC")]);
    meets("POST", "/roles/operator", rule);
    when("POST /roles/operator", () => edit.modifyRole("operator", { description: "By hand" }));
    await stack.up([role("Operators"), account("UTC")]);
    expect(store.roles.get("operator")).toMatchObject({ name: "Operators", description: "By hand" });

    meets("POST", `/accounts/${ACCOUNT}`, rule);
    when(`POST /accounts/${ACCOUNT}`, () => edit.modifyAccount({ alias: "By hand" }));
    await stack.up([role("Operators"), account("Asia/Tokyo")]);
    expect(store.account).toMatchObject({ timezone: "Asia/Tokyo", alias: "By hand" });
  },
);

test("a role that somebody is given by hand in the middle of a long run is not deleted", async () => {
  const { stack, edit, store, when, meets } = setUp({ deleteRoleInUse: "allowed" });
  const one = (id: string): Declaration => declare("Role", id, { roleId: id, name: id, serviceRoleURNs: [] });
  await stack.up([one("first"), one("second")]);
  meets("DELETE", "/roles/second", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("DELETE /roles/second", () => edit.modifyUser("u-bob", { roleID: "first" }));
  await expect(stack.destroy()).rejects.toThrow("it is still held by user bob@example.com");
  expect([store.roles.has("first"), store.roles.has("second")]).toEqual([true, false]);
});

test("a role that somebody is given by hand while its deletion is held up is not deleted", async () => {
  const { stack, edit, store, when, meets } = setUp({ deleteRoleInUse: "allowed" });
  await stack.up([declare("Role", "mine", { roleId: "mine", name: "Mine", serviceRoleURNs: [] })]);
  meets("DELETE", "/roles/mine", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("DELETE /roles/mine", () => edit.modifyUser("u-bob", { roleID: "mine" }));
  await expect(stack.destroy()).rejects.toThrow("it is still held by user bob@example.com");
  expect(store.roles.has("mine")).toBe(true);
});

test("the last admin is counted anew in a long run", async () => {
  const { stack, edit, store, when, meets } = setUp();
  const root = (roleId: string) => declare("UserAssignment", "root", { email: "root@example.com", roleId });
  await stack.up([root("full-access"), ann("operator")]);
  meets("POST", "/users/u-ann", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("POST /users/u-ann", () => edit.modifyUser("u-boss", { state: "disabled" }));
  const bob = declare("UserAssignment", "bob", { email: "bob@example.com", roleId: "read-only" });
  await expect(stack.up([bob, ann("auditor"), root("read-only")])).rejects.toThrow("guard.minimumAdmins");
  expect(store.users.get("u-root")?.roleID).toBe("full-access");
});

test("a user is read again whose write waits for that of another admin", async () => {
  const { world, session, edit, store, when, meets } = setUp();
  const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
  edit.addUser({ id: "u-third", email: "third@example.com", roleID: "full-access", state: "enabled" });
  meets("POST", "/users/u-root", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("POST /users/u-root", () => edit.modifyUser("u-boss", { state: "disabled" }));
  const process = session();
  await Promise.all(
    ["root@example.com", "boss@example.com"].map((email) =>
      createOne(userAssignment, process, { email, roleId: "read-only" }),
    ),
  );
  expect(store.users.get("u-boss")).toMatchObject({ roleID: "read-only", state: "disabled" });
  expect(world.emulator.writes().at(-1)?.body).toEqual({ roleID: "read-only", state: "disabled" });
});

test("a set decides by a list that is not old", async () => {
  const { stack, edit, store, when, meets } = setUp();
  const set = users(
    { "root@example.com": "full-access", "boss@example.com": "full-access" },
    { unmanaged: "disable", exclude: ["ann@*"] },
  );
  meets("POST", "/users/u-ann", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("POST /users/u-ann", () => edit.modifyUser("u-bob", { state: "disabled", roleID: "operator" }));
  await stack.up([ann("auditor"), { ...set, after: ["ann"] }]);
  expect(store.users.get("u-bob")).toMatchObject({ roleID: "operator", state: "disabled" });
});

test("a role that is to be widened is not written where somebody adds another service meanwhile", async () => {
  const { stack, edit, store, when, meets } = setUp();
  const [full, network] = [READ.replace("read-only", "full-access"), AUDIT.replace("audit", "network")];
  const wider = (urns: string[]) =>
    declare("Role", "operator", { roleId: "operator", name: "Operator", serviceRoleURNs: urns });
  await stack.up([wider([READ])]);
  meets("POST", "/roles/operator", { kind: "429-seconds", retryAfterSeconds: 200 });
  when("POST /roles/operator", () => edit.modifyRole("operator", { serviceRoleURNs: [READ, network] }));
  await expect(stack.up([wider([full])])).rejects.toThrow(`it would also lose ${network}.`);
  expect(store.roles.get("operator")?.serviceRoleURNs).toEqual([READ, network]);
});
