import { expect, test } from "@jest/globals";
import type { Transport, TransportRequest } from "../../../provider/client/index.js";
import { entry, role, roles, single, users } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import { Stack } from "../../doubles/stack.js";
import { READ } from "../../doubles/urns.js";
import type { World } from "../../doubles/world.js";

const PROGRAM = [
  role("auditor", [READ]),
  single({ email: "ann@example.com", roleId: "read-only" }, "ann"),
  roles({ viewer: entry(READ) }, { deletionPolicy: "apply" }),
  users({ "bob@example.com": "read-only" }, { removed: "remove", deletionPolicy: "apply" }, "users"),
];

async function setUp(more = 0) {
  const scene = setScene({
    switches: { maxLimit: 100 },
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        { id: "ann", email: "ann@example.com", roleID: "read-only" },
        { id: "bob", email: "bob@example.com", roleID: "read-only" },
        ...Array.from({ length: more }, (_, n) => ({ email: `u${n}@example.com`, roleID: "read-only" })),
      ],
    },
  });
  await scene.stack.up(PROGRAM);
  scene.clear();
  return scene;
}

const response = (status: number, message: string) => ({
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
    if (isItem(request)) return response(404, "There is no such object.");
    return hidesList && isList(request) ? response(403, "Forbidden") : world.transport(request);
  };

test.each([
  ["forbidden", true, 0, "while its list is forbidden"],
  ["readable and has it", false, 0, "still shows it, so it is not proven to be gone"],
  ["readable and has it on its last page", false, 150, "still shows it, so it is not proven to be gone"],
])("a 404 for an object is no proof if its list is %s", async (_, hidesList, more, reason) => {
  const { world, stack, store } = await setUp(more);
  const before = structuredClone(stack.state);
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
  expect(store.users.has("bob")).toBe(true);
  expect(store.roles.size).toBe(3 + 2);
});

test("objects that are gone leave the state, at the cost of one more read of each list", async () => {
  const { world, stack, edit } = await setUp();
  for (const id of ["auditor", "viewer"]) edit.deleteRole(id);
  for (const id of ["ann", "bob"]) edit.removeUser(id);
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
