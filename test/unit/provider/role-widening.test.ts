import { expect, test } from "@jest/globals";
import type { Declaration } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { entry, roles, setUp, users } from "./set-scene.js";

const FULL = READ.replace("read-only", "full-access");
const ELSEWHERE = FULL.replace("us-1", "de-1");

type Declare = (urns: string[], more?: object) => Declaration;
const KINDS: [string, Declare][] = [
  ["Role", (urns, more) => ({ class: "Role", name: "a", inputs: { roleId: "auditor", ...entry(...urns), ...more } })],
  ["RoleSet", (urns, more) => roles({ auditor: entry(...urns) }, { ...more })],
];
const STRICT = { guard: { maxRemovals: 0, protectedRoles: ["auditor"] } };

test.each(KINDS)(
  "a %s that gets a service's full access in place of another role of it loses nothing",
  async (_, declare) => {
    const { world, stack } = setUp();
    await stack.up([declare([READ, AUDIT])]);
    world.log.lines.length = 0;
    await stack.preview([declare([FULL, AUDIT], STRICT)]);
    expect(world.log.lines).toEqual(["info: role auditor gains full-access of workload"]);
    await stack.up([declare([FULL, AUDIT], STRICT)]);
    expect(world.emulator.store.roles.get("auditor")?.serviceRoleURNs).toEqual([FULL, AUDIT]);
  },
);

test.each(KINDS)(
  "a %s that leaves out what its full access includes says that nothing is lost or gained",
  async (_, declare) => {
    const { world, stack } = setUp();
    await stack.up([declare([READ, AUDIT])]);
    await stack.up([declare([READ, FULL, AUDIT])]);
    world.log.lines.length = 0;
    for (const urns of [
      [FULL, AUDIT],
      [READ, FULL, AUDIT],
    ]) {
      await stack.up([declare(urns, STRICT)]);
      expect(world.emulator.store.roles.get("auditor")?.serviceRoleURNs).toEqual(urns);
    }
    expect(world.log.lines).toEqual([]);
  },
);

test.each(KINDS)(
  "a %s loses what another service or region has no full access to, and names the services",
  async (_, declare) => {
    const { world, stack } = setUp();
    await stack.up([declare([READ, AUDIT])]);
    world.log.lines.length = 0;
    await stack.preview([declare([FULL])]);
    expect(world.log.text).toMatch(/role auditor \(?loses read-only of audit, held by /);
    world.log.lines.length = 0;
    await stack.preview([declare([ELSEWHERE, AUDIT])]);
    expect(world.log.text).toMatch(/role auditor \(?loses read-only of workload in us-1, held by /);
    expect(world.log.text).toContain("info: role auditor gains full-access of workload in de-1");
    const refused = await stack
      .up([declare([FULL], { guard: { maxRemovals: 0 } })])
      .catch((error: Error) => error.message);
    // Digests contain these words.
    expect(refused).toContain(`role auditor (loses ${AUDIT}`);
    expect(refused).not.toContain(`loses ${READ}`);
  },
);

test("a set with a misspelt role says only that there is no such role", async () => {
  const { world, stack } = setUp();
  const refused = await stack
    .preview([users({ "ann@example.com": "audtor", "bob@example.com": "operator" })])
    .catch((error: Error) => error.message);
  expect(refused).toContain(
    "there is no role audtor in the account, and this program declares none: did you mean auditor?",
  );
  expect(world.log.text).not.toContain("ann@example.com");
  expect(world.log.text).toContain("1 user would lose access: bob@example.com");
});
