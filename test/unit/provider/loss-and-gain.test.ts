import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const urn = (service: string, role: string) => `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`;

function setUp() {
  const world = new World({
    seed: {
      roles: [
        { id: "workload-auditor", serviceRoleURNs: [urn("workload", "auditor")] },
        { id: "workload-read", serviceRoleURNs: [urn("workload", "read-only"), urn("audit", "read-only")] },
        { id: "workload-full", serviceRoleURNs: [urn("workload", "full-access"), urn("audit", "read-only")] },
        { id: "empty-role", serviceRoleURNs: [] },
      ],
      users: [
        { email: "ann@example.com", name: "Ann", roleID: "workload-auditor" },
        { email: "bob@example.com", name: "Bob", roleID: "workload-read" },
        { email: "root@example.com", roleID: "full-access" },
      ],
    },
  });
  return { world, stack: new Stack(() => world.session()) };
}

const single = (email: string, roleId: string): Declaration => ({
  class: "UserAssignment",
  name: email,
  inputs: { email, roleId },
});
const set = (email: string, roleId: string): Declaration => ({
  class: "UserAssignmentSet",
  name: "team",
  inputs: { users: { [email]: roleId }, guard: { maxRemovals: 0 } },
});

test("who gets an empty role loses the services of the former one, alone and in a set", async () => {
  const { world, stack } = setUp();
  await stack.preview([single("ann@example.com", "empty-role")]);
  expect(world.log.lines).toEqual([
    "warning: user ann@example.com (Ann) loses access: role workload-auditor → empty-role (loses auditor of workload)",
  ]);
  await stack.up([{ ...set("ann@example.com", "workload-auditor") }]);
  world.log.lines.length = 0;
  const refused = await stack.preview([set("ann@example.com", "empty-role")]).catch((error: Error) => error.message);
  expect(refused).toContain("ann@example.com (role workload-auditor → empty-role)");
});

test("who gets full access to a service loses nothing of it: no message says so, and no guard counts it", async () => {
  const { world, stack } = setUp();
  await stack.preview([single("bob@example.com", "workload-full")]);
  await stack.preview([set("bob@example.com", "workload-full")]);
  expect(world.log.lines).toEqual([
    "info: user bob@example.com (Bob): role workload-read → workload-full (gains full-access of workload)",
    "info: 1 user would gain access: bob@example.com (role workload-read → workload-full: gains full-access of workload)",
  ]);
  await stack.up([set("bob@example.com", "workload-full")]);
  world.log.lines.length = 0;
  const back = [{ ...set("bob@example.com", "workload-read") }];
  await expect(stack.preview(back)).rejects.toThrow("guard.maxRemovals: 1 removal, at most 0");
});

test("a set names what each of its members loses and gains", async () => {
  const { world, stack } = setUp();
  const users = { "ann@example.com": "empty-role", "bob@example.com": "workload-auditor" };
  await stack.preview([{ class: "UserAssignmentSet", name: "team", inputs: { users } }]);
  expect(world.log.lines).toEqual([
    "warning: 2 users would lose access:\n" +
      "  ann@example.com (role workload-auditor → empty-role: loses auditor of workload)\n" +
      "  bob@example.com (role workload-read → workload-auditor: loses read-only of workload, audit)",
    "info: 1 user would gain access: bob@example.com (role workload-read → workload-auditor: gains auditor of workload)",
  ]);
});

test("what is said once is not said again, though the engine asks twice", async () => {
  const { world, stack } = setUp();
  await stack.up([single("ann@example.com", "workload-auditor")]);
  world.log.lines.length = 0;
  // An address of somebody else replaces the resource, and a replacement is checked twice.
  await stack.up([{ ...single("bob@example.com", "empty-role"), name: "ann@example.com" }]);
  const losses = world.log.lines.filter((line) => line.includes("bob@example.com (Bob) loses access"));
  expect(losses).toEqual([
    "warning: user bob@example.com (Bob) loses access: role workload-read → empty-role (loses read-only of workload, audit)",
  ]);
});

test("a refused removal is named once, by the refusal", async () => {
  const { world, stack } = setUp();
  const refused = await stack.preview([set("bob@example.com", "empty-role")]).catch((error: Error) => error.message);
  expect(String(refused).match(/bob@example\.com \(role/g)).toHaveLength(1);
  expect(world.log.text).not.toContain("bob@example.com");
});

test("a refusal in a run that has written says so", async () => {
  const { world, stack } = setUp();
  const guard = { maxRemovals: 0 };
  const program: Declaration[] = [
    single("bob@example.com", "workload-full"),
    { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId: "empty-role", guard } },
  ];
  const before = await new Stack(() => world.session()).up(program.slice(1)).catch((error: Error) => error.message);
  expect(before).toContain("Refused, before anything was written: ann@example.com");
  const refused = await stack.up(program).catch((error: Error) => error.message);
  expect(refused).toContain("Refused. 1 other object was written before. Not written: ann@example.com");
});
