import { expect, test } from "@jest/globals";
import type { Transport, TransportRequest } from "../../../provider/client/index.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";

const entry = (name: string) => ({ name, serviceRoleURNs: [READ] });
const PROGRAM: Declaration[] = [
  { class: "Role", name: "auditor", inputs: { roleId: "auditor", ...entry("Auditor") } },
  { class: "UserAssignment", name: "ann", inputs: { email: "ann@example.com", roleId: "read-only" } },
  { class: "RoleSet", name: "roles", inputs: { roles: { viewer: entry("Viewer") }, deletionPolicy: "apply" } },
  {
    class: "UserAssignmentSet",
    name: "users",
    inputs: { users: { "bob@example.com": "read-only" }, removed: "remove", deletionPolicy: "apply" },
  },
];

async function setUp(users = 0) {
  const world = new World({
    switches: { maxLimit: 100 },
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
        ...Array.from({ length: users }, (_, n) => ({ email: `u${n}@example.com`, roleID: "read-only" })),
      ],
    },
  });
  const stack = new Stack(() => world.session());
  await stack.up(PROGRAM);
  return { world, stack };
}

const answers = (status: number, message: string) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message }),
});
const isItem = ({ url }: TransportRequest) => /\/(roles|users)\/[^/?]+$/.test(new URL(url).pathname);
const isList = ({ method, url }: TransportRequest) =>
  method === "GET" && /\/(roles|users)$/.test(new URL(url).pathname);

/** An API that hides objects from the key: 404 for each of them. */
const hiding =
  (world: World, hidesList: boolean): Transport =>
  async (request) => {
    if (isItem(request)) return answers(404, "There is no such object.");
    return hidesList && isList(request) ? answers(403, "Forbidden") : world.transport(request);
  };

test.each([
  ["forbidden", true, 0, "while its list is forbidden"],
  ["still showing it", false, 0, "still shows it, so it is not proven to be gone"],
  ["still showing it on its last page", false, 150, "still shows it, so it is not proven to be gone"],
])("a 404 for an object proves nothing with its list %s", async (_, hidesList, users, reason) => {
  const { world, stack } = await setUp(users);
  const before = structuredClone(stack.state);
  world.emulator.clearRequests();
  for (const name of PROGRAM.map((one) => one.name)) {
    const broken = new Stack(() => world.session({}, hiding(world, hidesList)));
    broken.state = stack.state.filter((entry) => entry.name === name);
    const isSet = name === "roles" || name === "users";
    // A set reads lists, which show its members.
    if (hidesList || !isSet) {
      await expect(broken.refresh()).rejects.toThrow(isSet ? "403" : reason);
    } else await broken.refresh();
    await expect(broken.destroy()).rejects.toThrow(isSet && !hidesList ? /gone from the account|404/ : /404|403/);
    expect(broken.state).toEqual(before.filter((entry) => entry.name === name));
  }
  expect(world.emulator.store.users.has("bob")).toBe(true);
  expect(world.emulator.store.roles.size).toBe(3 + 2);
});

test("what is gone leaves the state, and costs one more look at its list, which all share", async () => {
  const { world, stack } = await setUp();
  world.emulator.edit.deleteRole("auditor");
  world.emulator.edit.removeUser("ann");
  world.emulator.edit.deleteRole("viewer");
  world.emulator.edit.removeUser("bob");
  world.emulator.clearRequests();
  const steps = await stack.refresh();
  expect(steps.filter(({ op }) => op === "delete").map(({ name }) => name)).toEqual(["auditor", "ann"]);
  expect(stack.state.find(({ name }) => name === "roles")?.outputs.roles).toEqual({});
  expect(stack.state.find(({ name }) => name === "users")?.outputs.users).toEqual({});
  expect(world.emulator.requests.length).toBeLessThanOrEqual(14);
});

test.each([1000, 30_000])("late lists do not hold up a deletion of our own (%i ms)", async (milliseconds) => {
  const { world, stack } = await setUp();
  world.emulator.switches.listLag = { milliseconds };
  await stack.destroy();
  expect(stack.state).toEqual([]);
  expect(world.emulator.store.users.has("bob")).toBe(false);
});
