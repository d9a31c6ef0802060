import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { ACCOUNT, World } from "../../doubles/world.js";
import { createOne } from "../../doubles/write-one.js";

const EMAILS = ["ann@example.com", "bob@example.com", "cas@example.com"];

function setUp() {
  const world = new World({
    seed: {
      roles: [{ id: "operator", name: "Operator", serviceRoleURNs: [READ, AUDIT] }],
      users: [
        { email: "root@example.com", roleID: "full-access" },
        { email: "boss@example.com", roleID: "full-access" },
        ...EMAILS.map((email) => ({ email, roleID: "operator" })),
      ],
    },
  });
  const roleOf = (email: string) =>
    [...world.emulator.store.users.values()].find((user) => user.email === email)?.roleID;
  return { world, stack: new Stack(() => world.session()), roleOf };
}

const assign = (email: string, roleId: string, more: Record<string, unknown> = {}): Declaration => ({
  class: "UserAssignment",
  name: email,
  inputs: { email, roleId, ...more },
});
const operator = (serviceRoleURNs: string[], more: Record<string, unknown> = {}): Declaration => ({
  class: "Role",
  name: "operator",
  inputs: { roleId: "operator", name: "Operator", serviceRoleURNs, ...more },
});

test("the last enabled admin keeps the role, and the refusal prints the line that allows it once", async () => {
  const { stack, roleOf } = setUp();
  const program = (allow?: string) => [
    assign("root@example.com", "read-only"),
    assign("boss@example.com", "read-only", allow === undefined ? {} : { guard: { allow } }),
  ];
  const refused = await stack.up(program()).catch((error: Error) => error.message);
  expect(refused).toContain("guard.minimumAdmins: 0 enabled admins would be left of 1, at least 1");
  expect(refused).toContain("boss@example.com (role full-access → read-only)");
  expect([roleOf("root@example.com"), roleOf("boss@example.com")]).toEqual(["read-only", "full-access"]);
  const digest = /allow: "([0-9a-f]+)"/.exec(String(refused))?.[1];
  await expect(stack.up(program("0000000000000000"))).rejects.toThrow("guard.minimumAdmins");
  await stack.up(program(digest));
  expect(roleOf("boss@example.com")).toBe("read-only");
  expect(JSON.stringify(stack.state.map(({ outputs }) => outputs))).not.toContain(String(digest));
});

test("what allows the narrowing of a role does so in whatever order the server tells its URNs", async () => {
  const { world, stack } = setUp();
  await stack.up([operator([READ, AUDIT])]);
  const narrowed = (allow?: string) => operator([], { guard: { maxRemovals: 0, ...(allow && { allow }) } });
  const refused = String(await stack.up([narrowed()]).catch((error: Error) => error.message));
  const digest = /allow: "([0-9a-f]+)"/.exec(refused)?.[1] ?? "";
  world.emulator.edit.modifyRole("operator", { serviceRoleURNs: [AUDIT, READ] });
  await stack.up([narrowed(digest)]);
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([]);
});

test("two admins who leave at the same moment leave one behind", async () => {
  const { world, roleOf } = setUp();
  const { userAssignment } = await import("../../../provider/resources/user-assignment.js");
  const session = world.session();
  const both = ["root@example.com", "boss@example.com"].map((email) =>
    createOne(userAssignment, session, { email, roleId: "read-only" }),
  );
  const results = await Promise.allSettled(both);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect([roleOf("root@example.com"), roleOf("boss@example.com")]).toContain("full-access");
});

test("maxRemovals of the stack's configuration stops the run at the limit; gains do not count", async () => {
  const { world, roleOf } = setUp();
  const stack = new Stack(() => world.session({ guard: { maxRemovals: 2 } }));
  const program = [assign("root@example.com", "full-access"), ...EMAILS.map((email) => assign(email, "scanner"))];
  await expect(stack.up(program)).rejects.toThrow("guard.maxRemovals: 3 removals in this run, at most 2");
  expect(EMAILS.map(roleOf)).toEqual(["scanner", "scanner", "operator"]);
});

test("a protected user is neither demoted nor disabled, but may gain", async () => {
  const { stack, roleOf } = setUp();
  const guard = { protectedUsers: ["ANN@*"] };
  await expect(stack.up([assign("ann@example.com", "scanner", { guard })])).rejects.toThrow("guard.protectedUsers");
  await stack.up([assign("ann@example.com", "full-access", { guard })]);
  await expect(stack.destroy()).rejects.toThrow("guard.protectedUsers: ann@example.com");
  expect(roleOf("ann@example.com")).toBe("full-access");
});

test("a protected role is widened, never narrowed or deleted", async () => {
  const { stack, world } = setUp();
  const guard = { protectedRoles: ["operator"] };
  await stack.up([operator([READ, AUDIT], { guard })]);
  await expect(stack.up([operator([READ], { guard })])).rejects.toThrow(
    `guard.protectedRoles: role operator (loses ${AUDIT})`,
  );
  for (const user of world.emulator.store.users.values()) user.roleID = "read-only";
  await expect(stack.destroy()).rejects.toThrow("guard.protectedRoles: role operator (delete)");
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([READ, AUDIT]);
});

test("a URN that leaves a role which nobody holds is no removal", async () => {
  const { stack, world } = setUp();
  for (const user of world.emulator.store.users.values()) user.roleID = "full-access";
  await stack.up([operator([READ, AUDIT], { guard: { maxRemovals: 0 } })]);
  await stack.up([operator([READ], { guard: { maxRemovals: 0 } })]);
  expect(world.emulator.store.roles.get("operator")?.serviceRoleURNs).toEqual([READ]);
});

test("the role of the key in use is widened, never narrowed or deleted, whatever a guard allows", async () => {
  const IDENTITY = `urn:cloudone:identity:us-1:${ACCOUNT}:role/full-access`;
  const world = new World({
    seed: {
      roles: [{ id: "pipeline", name: "Pipeline", serviceRoleURNs: [IDENTITY] }],
      apiKeys: [{ id: "emulator-demo-key", secret: "emulator-demo-secret", roleID: "pipeline" }],
    },
  });
  const stack = new Stack(() => world.session());
  const pipeline = (urns: string[], more: Record<string, unknown> = {}): Declaration => ({
    class: "Role",
    name: "pipeline",
    inputs: { roleId: "pipeline", name: "Pipeline", serviceRoleURNs: urns, ...more },
  });
  await stack.up([pipeline([IDENTITY, READ], { adopt: "overwrite" })]);
  await expect(stack.up([pipeline([READ])])).rejects.toThrow("this run may add to it but not narrow or delete it");
  await expect(stack.destroy()).rejects.toThrow("is the role of the API key in use");
  expect(world.emulator.store.roles.get("pipeline")?.serviceRoleURNs).toEqual([IDENTITY, READ]);
});

test.each([
  [{ maxRemovals: -1 }, "guard.maxRemovals: maxRemovals must be at least 0"],
  [{ maxRemovalFraction: 25 }, "guard.maxRemovalFraction: maxRemovalFraction must be at most 1: it is a fraction"],
  [{ maxRemoval: 1 }, "there is no such argument: did you mean maxRemovals? There are maxRemovals, maxRemovalFraction"],
])("the guard %j is refused at preview", async (guard, reason) => {
  const { stack } = setUp();
  await expect(stack.preview([operator([READ], { guard })])).rejects.toThrow(reason);
});
