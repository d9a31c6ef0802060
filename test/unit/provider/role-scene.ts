import type { Switches } from "../../../emulator/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { AUDIT, READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

export const auditor = (changes: Record<string, unknown> = {}, name = "auditor"): Declaration => ({
  class: "Role",
  name,
  inputs: { roleId: "auditor", name: "Auditor", description: "Reads all", serviceRoleURNs: [READ, AUDIT], ...changes },
});

export function setUp(switches: Partial<Switches> = {}) {
  const world = new World({ switches });
  const stack = new Stack(() => world.session());
  const live = () => world.emulator.store.roles.get("auditor");
  return { world, stack, live };
}
