import { describe, expect, test } from "@jest/globals";
import { single, users } from "../../doubles/declarations.js";
import { USER_FORMS } from "../../doubles/forms.js";
import { refusal, setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { AUDIT, FULL, READ, urn } from "../../doubles/urns.js";

const [ANN, BOB] = ["ann@example.com", "bob@example.com"];

function setUp() {
  return setScene({
    seed: {
      roles: [
        { id: "workload-auditor", serviceRoleURNs: [urn("workload", "auditor")] },
        { id: "workload-read", serviceRoleURNs: [READ, AUDIT] },
        { id: "workload-full", serviceRoleURNs: [FULL, AUDIT] },
        { id: "empty-role", serviceRoleURNs: [] },
      ],
      users: [
        { email: ANN, name: "Ann", roleID: "workload-auditor" },
        { email: BOB, name: "Bob", roleID: "workload-read" },
        { email: "root@example.com", roleID: "full-access" },
      ],
    },
  });
}

const SHOWN = {
  alone: {
    loses: "user ann@example.com (Ann) loses access: role workload-auditor → empty-role (loses auditor of workload)",
    gains: "user bob@example.com (Bob): role workload-read → workload-full (gains full-access of workload)",
  },
  "in a set": {
    loses: "1 user would lose access: ann@example.com (role workload-auditor → empty-role: loses auditor of workload)",
    gains:
      "1 user would gain access: bob@example.com (role workload-read → workload-full: gains full-access of workload)",
  },
};

describe.each(USER_FORMS)("a user who is declared $form", ({ form, declare }) => {
  const bob = (roleId: string) => [declare(BOB, { roleId, guard: { maxRemovals: 0 } })];

  test("loses the services of the former role with an empty one", async () => {
    const { stack, said } = setUp();
    expect(await said(() => stack.preview([declare(ANN, { roleId: "empty-role" })]))).toEqual([
      `warning: ${SHOWN[form].loses}`,
    ]);
  });

  test("loses nothing of a service whose full access they get: no message says so, and no guard counts it", async () => {
    const { stack, said } = setUp();
    expect(await said(() => stack.preview(bob("workload-full")))).toEqual([`info: ${SHOWN[form].gains}`]);
    await stack.up(bob("workload-full"));
    await expect(stack.preview(bob("workload-read"))).rejects.toThrow(/guard\.maxRemovals: 1 removal.*, at most 0/);
  });

  test("is named once by the refusal of a removal, and in no other message", async () => {
    const { stack, log } = setUp();
    const refused = await refusal(stack.preview([declare(ANN, { roleId: "empty-role", guard: { maxRemovals: 0 } })]));
    expect(refused.match(/ann@example\.com \(role/g)).toHaveLength(1);
    expect(log.text).not.toContain(ANN);
  });
});

test("a set names what each of its members loses and gains", async () => {
  const { stack, said } = setUp();
  const program = [users({ [ANN]: "empty-role", [BOB]: "workload-auditor" })];
  expect(await said(() => stack.preview(program))).toEqual([
    "warning: 2 users would lose access:\n" +
      "  ann@example.com (role workload-auditor → empty-role: loses auditor of workload)\n" +
      "  bob@example.com (role workload-read → workload-auditor: loses read-only of workload, audit)",
    "info: 1 user would gain access: bob@example.com (role workload-read → workload-auditor: gains auditor of workload)",
  ]);
});

test("a message is logged once, though the engine checks a replacement twice", async () => {
  const { stack, said } = setUp();
  await stack.up([single({ email: ANN, roleId: "workload-auditor" })]);
  // Another user's address replaces the resource.
  const lines = await said(() => stack.up([single({ email: BOB, roleId: "empty-role" })]));
  expect(lines.filter((line) => line.includes("bob@example.com (Bob) loses access"))).toEqual([
    "warning: user bob@example.com (Bob) loses access: role workload-read → empty-role (loses read-only of workload, audit)",
  ]);
});

test("a refusal in a run that has written says so", async () => {
  const { world, stack } = setUp();
  const ann = single({ email: ANN, roleId: "empty-role", guard: { maxRemovals: 0 } }, "ann");
  expect(await refusal(new Stack(() => world.session()).up([ann]))).toContain(
    "Refused, before anything was written: ann@example.com",
  );
  expect(await refusal(stack.up([single({ email: BOB, roleId: "workload-full" }, "bob"), ann]))).toContain(
    "Refused. 1 other object was written before. Not written: ann@example.com",
  );
});
