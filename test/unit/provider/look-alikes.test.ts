import { expect, test } from "@jest/globals";
import { type RunFailed, Stack } from "../../doubles/stack.js";
import { World } from "../../doubles/world.js";

const KELVIN = "\u212aevin@example.com";

function setUp(users: { id: string; email: string; roleID?: string }[]) {
  const world = new World({
    seed: {
      roles: [{ id: "auditor" }],
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        ...users.map(({ id }) => ({ id, email: `${id}@x.com`, roleID: "read-only" })),
      ],
    },
  });
  for (const { id, email, roleID } of users) world.emulator.edit.modifyUser(id, { email, ...(roleID && { roleID }) });
  world.emulator.clearRequests();
  return { world, stack: new Stack(() => world.session()) };
}

test("a single assignment gives nothing to a person whose address only looks like the declared one", async () => {
  const { world, stack } = setUp([{ id: "evil", email: KELVIN }]);
  const kevin = {
    class: "UserAssignment" as const,
    name: "kevin",
    inputs: { email: "kevin@example.com", roleId: "full-access" },
  };
  const failed = await stack.preview([kevin]).catch((error: RunFailed) => error.failures.join());
  expect(failed).toContain("no user of this account has the email kevin@example.com");
  expect(world.log.text).toContain(`warning: user evil has ${KELVIN}, which looks like kevin@example.com`);
  await expect(stack.up([kevin])).rejects.toThrow();
  expect(world.emulator.store.users.get("evil")?.roleID).toBe("read-only");

  world.emulator.edit.addUser({ id: "kevin", email: "Kevin@example.com", roleID: "read-only" });
  await stack.up([kevin]);
  expect(world.emulator.store.users.get("kevin")?.roleID).toBe("full-access");
  expect(world.emulator.store.users.get("evil")?.roleID).toBe("read-only");
  expect(world.emulator.writes()).toHaveLength(1);
});

test("a set gives them nothing either, and neither excludes nor protects them", async () => {
  const { world, stack } = setUp([
    { id: "evil", email: KELVIN },
    { id: "glass", email: "brea\u212a-glass@x.com", roleID: "full-access" },
  ]);
  const inputs = {
    users: { "root@example.com": "full-access" },
    unmanaged: "disable",
    exclude: ["break-glass@x.com"],
    guard: { protectedUsers: ["kevin@*"], maxRemovalFraction: 1 },
  };
  await stack.up([{ class: "UserAssignmentSet", name: "team", inputs }]);
  expect(["evil", "glass"].map((id) => world.emulator.store.users.get(id)?.state)).toEqual(["disabled", "disabled"]);
  expect(world.log.text).toContain(
    "warning: user glass has brea\u212a-glass@x.com, which looks like break-glass@x.com",
  );
  expect(world.log.text).toContain(`warning: user evil has ${KELVIN}, which looks like kevin@* and is another address`);
});
