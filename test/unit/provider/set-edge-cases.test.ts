import { expect, test } from "@jest/globals";
import type { Transport } from "../../../provider/client/index.js";
import { entry, roles, single, users } from "../../doubles/declarations.js";
import { setUp, UNKNOWN } from "../../doubles/scene.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";

test("a user who is declared by email and excluded by id is refused", async () => {
  const { stack, writes } = setUp();
  await expect(stack.preview([users({ "ann@example.com": "operator" }, { exclude: ["u-ann"] })])).rejects.toThrow(
    "users.ann@example.com: the user is both declared and excluded (their id is u-ann)",
  );
  await expect(stack.up([users({ "ann@example.com": "operator" }, { exclude: ["u-ann"] })])).rejects.toThrow(
    "both declared and excluded",
  );
  expect(writes()).toEqual([]);
});

test("a single assignment by id, whose user has a new email, moves to a set without a write", async () => {
  const { stack, edit, user, clear, writes } = setUp();
  await stack.up([single({ userId: "u-ann", roleId: "auditor" })]);
  edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  clear();
  await stack.up([users({ "ann.new@example.com": "auditor" })]);
  expect(user("u-ann")).toBe("auditor enabled");
  expect(writes()).toEqual([]);
});

test("an admin whose next role is not known yet counts as one at preview", async () => {
  const { stack, edit } = setUp();
  edit.modifyUser("u-boss", { roleID: "auditor" });
  await stack.preview([users({ "root@example.com": UNKNOWN, "ann@example.com": "operator" })]);
});

test.each<Declaration>([
  roles({ auditor: { name: "A role", serviceRoleURNs: [READ, UNKNOWN] } }),
  roles({ auditor: { name: UNKNOWN, serviceRoleURNs: UNKNOWN } }),
  roles({ auditor: UNKNOWN }),
  { class: "Role", name: "auditor", inputs: { roleId: "auditor", name: "A role", serviceRoleURNs: [READ, UNKNOWN] } },
])("an unknown value is no conflict with an existing role at preview: %j", async (declaration) => {
  const { stack, log } = setUp();
  expect(await stack.preview([declaration])).toEqual([{ op: "create", name: declaration.name }]);
  expect(log.text).not.toMatch(/narrowed|loses/);
});

test("a known value conflicts with an existing role at preview, though others are unknown", async () => {
  const { stack } = setUp();
  const other = roles({ auditor: { name: "Another", serviceRoleURNs: [UNKNOWN] } });
  await expect(stack.preview([other])).rejects.toThrow('name: "A role" → "Another"');
});

test("an unmanaged user that a failed run did not reach is left alone once unmanaged users are ignored again", async () => {
  const { stack, user, clear, faults, writes } = setUp();
  const members = { "ann@example.com": "auditor" };
  faults.add({ match: { path: "/users/u-bob" }, kind: "403-empty", times: 1 });
  const strict = users(members, { unmanaged: "remove", exclude: ["root@*", "boss@*"] });
  await expect(stack.up([strict])).rejects.toThrow("user bob@example.com");
  clear();
  await stack.up([users(members)]);
  await stack.refresh();
  await stack.up([users(members)]);
  await stack.destroy();
  expect(writes()).toEqual([]);
  expect(user("u-bob")).toBe("auditor enabled");
});

test("a new user with the address of a member who is gone is declared, never dropped in the other's place", async () => {
  const { stack, user, edit, clear, writes } = setUp();
  const both = users({ "ann@example.com": "auditor", "bob@example.com": "auditor" }, { removed: "remove" });
  await stack.up([both]);
  edit.removeUser("u-ann");
  edit.addUser({ id: "u-new", email: "ann@example.com", roleID: "full-access" });
  clear();
  await stack.up([users({ "bob@example.com": "auditor" }, { removed: "remove" })]);
  expect(writes()).toEqual([]);
  await stack.up([both]);
  expect(user("u-new")).toBe("auditor enabled");
});

test("an address that someone else has by now costs neither of the two users access", async () => {
  const { stack, edit, clear, writes } = setUp();
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" }, { removed: "remove" })]);
  edit.modifyUser("u-ann", { email: "ann.new@example.com" });
  edit.addUser({ id: "u-new", email: "ann@example.com", roleID: "full-access" });
  clear();
  for (const members of [
    { "bob@example.com": "auditor" },
    { "ann@example.com": "auditor", "bob@example.com": "auditor" },
  ]) {
    await expect(stack.up([users(members, { removed: "remove" })])).rejects.toThrow(
      "Declare ann.new@example.com instead",
    );
    await stack.refresh();
  }
  expect(writes()).toEqual([]);
});

test.each([
  ["composed otherwise", "andr\u00e9@example.com", "andre\u0301@example.com", "no user of this account has the email"],
  ["with a dotless i", "kim@example.com", "k\u0131m@example.com", "no user of this account has the email"],
])("an address %s is another one, and its user is not dropped for it", async (_, email, other, reason) => {
  const { stack, edit, clear, writes } = setUp();
  edit.modifyUser("u-ann", { email });
  await stack.up([users({ [email]: "auditor" })]);
  clear();
  await expect(stack.up([users({ [other]: "auditor" })])).rejects.toThrow(reason);
  expect(writes()).toEqual([]);
});

test("members that are dropped and excluded in one run are let go without a write, so that another stack can declare them", async () => {
  const { stack, clear, writes } = setUp();
  const team = { "ann@example.com": "auditor", "bob@example.com": "auditor" };
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) }), users(team)]);
  clear();
  const smaller = [
    roles({}, { allowEmpty: true, exclude: ["auditor", "oper*"] }),
    users({ "bob@example.com": "auditor" }, { exclude: ["ANN@*"] }),
  ];
  await stack.up(smaller);
  expect((await stack.preview(smaller)).map(({ op }) => op)).toEqual(["same", "same"]);
  await stack.up([roles({}, { allowEmpty: true }), users({ "bob@example.com": "auditor" })]);
  await stack.destroy();
  expect(writes()).toEqual([]);
});

/** A stack whose lists of users lack someone once a certain request has reached the server. */
function setUpLacking(id: string, since: (request: string) => boolean) {
  const scene = setUp();
  let lacks = false;
  const transport: Transport = async (request) => {
    const route = `${request.method} ${new URL(request.url).pathname.replace("/api", "")}`;
    lacks ||= since(route);
    const answer = await scene.world.transport(request);
    if (!lacks || route !== "GET /users") return answer;
    const { users: page, ...rest } = JSON.parse(answer.body);
    return {
      ...answer,
      body: JSON.stringify({ ...rest, users: page.filter((user: { id: string }) => user.id !== id) }),
    };
  };
  return { ...scene, stack: new Stack(() => scene.world.session({}, transport)) };
}

test("a member who is missing from the list at the end of a run stays a member", async () => {
  const { stack, faults } = setUpLacking("u-bob", (request) => request === "POST /users/u-ann");
  const team = { "ann@example.com": "auditor", "boss@example.com": "full-access", "bob@example.com": "auditor" };
  await stack.up([users(team)]);
  // By then the first list is old, so it is read again.
  faults.add({
    match: { method: "POST", path: "/users/u-ann" },
    kind: "429-seconds",
    retryAfterSeconds: 100,
    times: 1,
  });
  const changed = { ...team, "ann@example.com": "operator", "boss@example.com": "operator" };
  await stack.up([users(changed)]);
  expect(stack.state[0]?.outputs).toMatchObject({ users: changed, userIds: { "bob@example.com": "u-bob" } });
});

test("a member who is missing from the list stays a member even if their own read is refused", async () => {
  const { stack, faults } = setUpLacking("u-bob", (request) => request === "POST /users/u-ann");
  const team = { "ann@example.com": "auditor", "boss@example.com": "full-access", "bob@example.com": "auditor" };
  await stack.up([users(team)]);
  const wait = { kind: "429-seconds", retryAfterSeconds: 100, times: 1 } as const;
  faults.add({ match: { method: "POST", path: "/users/u-ann" }, ...wait });
  faults.add({ match: { method: "GET", path: "/users/u-bob" }, kind: "403-empty", times: Infinity });
  const changed = { ...team, "ann@example.com": "operator", "boss@example.com": "operator" };
  await stack.up([users(changed)]);
  expect(stack.state[0]?.outputs).toMatchObject({ users: changed, userIds: { "bob@example.com": "u-bob" } });
});

test("a set does not forget a user that it let go of if a list lacks them", async () => {
  let lacks = false;
  const { stack, user } = setUpLacking("u-ann", () => lacks);
  const retain = { removed: "retain" };
  await stack.up([users({ "ann@example.com": "auditor", "bob@example.com": "auditor" }, retain)]);
  await stack.up([users({ "bob@example.com": "auditor" }, retain)]);
  expect(stack.state[0]?.outputs.former).toEqual(["u-ann"]);
  lacks = true;
  await stack.up([users({ "bob@example.com": "operator" }, retain)]);
  expect(stack.state[0]?.outputs.former).toEqual(["u-ann"]);
  lacks = false;
  await stack.up([
    users({ "bob@example.com": "operator" }, { ...retain, unmanaged: "remove", exclude: ["root@*", "boss@*"] }),
  ]);
  expect(user("u-ann")).toBe("auditor enabled");
});

test("a role that a set has created is kept in the state, though the holders of a dropped one cannot be read", async () => {
  const { stack, faults, log } = setUp();
  await stack.up([roles({ auditor: entry(READ, AUDIT), operator: entry(READ) })]);
  faults.add({ match: { method: "POST", path: "/roles" }, kind: "429-seconds", retryAfterSeconds: 100, times: 1 });
  faults.add({ match: { method: "GET", path: "/users", nth: 2 }, kind: "403-empty", times: Infinity });
  await stack.up([roles({ operator: entry(READ), fresh: entry(READ) }, { adopt: "never" })]);
  expect(stack.state[0]?.outputs).toMatchObject({ roles: { fresh: {} }, retiring: ["auditor"] });
  expect(log.text).toMatch(/warning: role auditor was dropped from its set, but its holders could not be read/);
});
