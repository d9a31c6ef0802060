import { expect, test } from "@jest/globals";
import { type Declaration, Stack } from "../doubles/stack.js";
import { World } from "../doubles/world.js";

const entry = { name: "A role", serviceRoleURNs: [] };
const ids = Array.from({ length: 150 }, (_, n) => `many-${n}`);

const set = (members: readonly string[]): Declaration => ({
  class: "RoleSet",
  name: "many",
  inputs: { roles: Object.fromEntries(members.map((id) => [id, entry])), guard: { maxRemovalFraction: 1 } },
});
const singles = ["a", "b", "c", "d", "e"].map(
  (id): Declaration => ({ class: "Role", name: id, inputs: { roleId: id, ...entry } }),
);

test.each([
  ["creates", [], ids],
  ["deletes", ids, ids.slice(0, 1)],
])("a huge set that %s does not starve a single resource beside it", async (_, before, after) => {
  const world = new World({ switches: { rateLimit: { requestsPerSecond: 10 } } });
  const stack = new Stack(() => world.session(), { parallel: 8 });
  await stack.up([set([...before, "kept"])]);
  world.emulator.clearRequests();
  await stack.up([set([...after, "kept"]), ...singles]);
  const writes = world.emulator.writes();
  const isSingle = ({ body }: { body?: unknown }) => ids.every((id) => !JSON.stringify(body ?? id).includes(id));
  const last = writes.findLastIndex((write) => write.method === "POST" && isSingle(write));
  expect(writes.length).toBeGreaterThan(150);
  // Its own five turns, each after one of the set's, plus what the set already had in flight.
  expect(last).toBeLessThan(5 * 2 + 32);
});
