import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../../emulator/index.js";
import type { Transport } from "../../../provider/client/index.js";
import { role, single } from "../../doubles/declarations.js";
import { setScene } from "../../doubles/scene.js";
import { RunFailed, Stack } from "../../doubles/stack.js";
import { AUDIT, READ, urn } from "../../doubles/urns.js";
import { World } from "../../doubles/world.js";
import { OPERATIONS, SEED } from "../../simulation/matrix/operations.js";

const NETWORK = urn("network", "read-only");
const MINUTES = 60_000;
const HOLDERS = ["/users", "/apikeys", "/invitations"];

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "on a slow network, %s",
  (_, { before, byHand, run, program }) => {
    test("writes nothing that rests on a read of more than 15 seconds ago", async () => {
      const oneWay = 4000;
      const setUp = new World({ seed: SEED, latency: () => oneWay });
      // A guard, so that there is more to look up before a write.
      const stack = new Stack(() => setUp.session({ guard: { maxRemovals: 100 } }), { parallel: 4 });
      if (before.length > 0) await stack.up(before);
      byHand?.(setUp);
      setUp.emulator.clearRequests();
      if (run === "up") await stack.up(program);
      if (run === "destroy") await stack.destroy();
      const { requests } = setUp.emulator;
      const unread = requests.flatMap(({ method, path, at }, index) => {
        const rests = restsOn(method, path);
        const old = rests.filter((read) => {
          const last = requests.slice(0, index).findLast((one) => one.method === "GET" && one.path === read);
          // From the server, where it was read, and to it, where the write arrives.
          return last === undefined || at - last.at > 15_000 + 2 * oneWay;
        });
        return old.map((read) => `${method} ${path} after ${read}`);
      });
      expect(unread).toEqual([]);
    });
  },
);

/** What must have been read just before a write: the object, and everyone who might hold a role that is deleted. */
function restsOn(method: string, path: string): string[] {
  if (method === "POST" && /^\/(users|roles|accounts)\//.test(path)) return [path];
  if (method !== "DELETE" || path.startsWith("/accounts/")) return [];
  return path.startsWith("/roles/") ? HOLDERS : [path];
}

const BOSS = single({ email: "boss@example.com", roleId: "full-access" }, "boss");

function setUp(switches: Partial<Switches> = {}, more: { users?: number; slow?: (nth: number) => number } = {}) {
  const scene = setScene({
    switches: { deleteRoleInUse: "allowed", maxLimit: 100, ...switches },
    seed: {
      users: [
        { id: "root", email: "root@example.com", roleID: "full-access" },
        ...Array.from({ length: more.users ?? 3 }, (_, n) => ({
          id: `u${n}`,
          email: `u${n}@example.com`,
          roleID: "read-only",
        })),
        { id: "boss", email: "boss@example.com", roleID: "full-access" },
      ],
    },
  });
  let act: ((path: string, query: URLSearchParams) => void | Promise<void>) | undefined;
  const transport: Transport = async (request) => {
    const url = new URL(request.url);
    await act?.(`${request.method} ${url.pathname.replace("/api", "")}`, url.searchParams);
    return scene.world.transport(request);
  };
  return {
    ...scene,
    stack: new Stack(() => scene.world.session({}, transport)),
    whenever: (what: typeof act) => {
      act = what;
    },
  };
}

test.each([3, 150])("a role that someone got 10 seconds before is not deleted (%i users)", async (users) => {
  const { stack, world, edit, store } = setUp({}, { users });
  await stack.up([role("first", [READ]), role("second", [READ])]);
  const session = world.session();
  const { deleteRole } = await import("../../../provider/apply/roles/roles.js");
  await deleteRole(session, "first", "");
  await world.clock.sleep(20_000);
  edit.modifyUser("u1", { roleID: "second" });
  await world.clock.sleep(10_000);
  await expect(deleteRole(session, "second", "")).rejects.toThrow("it is still held by user u1@example.com");
  expect([store.roles.has("first"), store.roles.has("second")]).toEqual([false, true]);
});

test.each([3, 150])(
  "a role is free once its last holder has moved in this process, however late the lists (%i users)",
  async (users) => {
    const { world, store, edit } = setUp({ listLag: { milliseconds: 30_000 } }, { users });
    edit.createRole({ id: "old", serviceRoleURNs: [READ] });
    edit.modifyUser("u1", { roleID: "old" });
    const session = world.session();
    const { deleteRole } = await import("../../../provider/apply/roles/roles.js");
    const { changeUser } = await import("../../../provider/apply/users/users.js");
    const { userGuardAlone } = await import("../../../provider/apply/users/user-guard.js");
    const live = await session.inventory.users.fetch("u1");
    if (live === undefined) throw new Error("no user");
    const goal = () => ({ roleId: "read-only", state: "enabled" });
    await changeUser(session, live, goal, userGuardAlone(session, undefined));
    await deleteRole(session, "old", "");
    expect(store.roles.has("old")).toBe(false);
  },
);

test("the age of a list counts from its first page: a role that someone got while it was read is not deleted", async () => {
  const { stack, world, edit, store, whenever } = setUp({}, { users: 150 });
  await stack.up([role("mine", [READ])]);
  let isFirst = true;
  whenever(async (request, query) => {
    if (request !== "GET /users" || !query.has("cursor") || !isFirst) return;
    isFirst = false;
    await world.clock.sleep(10 * MINUTES);
    edit.modifyUser("u0", { roleID: "mine" });
  });
  await expect(stack.destroy()).rejects.toThrow("it is still held by user u0@example.com");
  expect(store.roles.has("mine")).toBe(true);
});

test("admins are counted by a second walk of the list if the first took long", async () => {
  const { stack, world, edit, store, whenever } = setUp({}, { users: 150 });
  await stack.up([BOSS]);
  let isFirst = true;
  whenever(async (request, query) => {
    if (request !== "GET /users" || !query.has("cursor") || !isFirst) return;
    isFirst = false;
    await world.clock.sleep(10 * MINUTES);
    edit.modifyUser("root", { state: "disabled" });
  });
  await expect(stack.destroy()).rejects.toThrow("guard.minimumAdmins");
  expect(store.users.get("boss")?.state).toBe("enabled");
});

test("no admin is taken away if every walk takes longer than a list may be old, and the reason says so", async () => {
  const { stack, world, store, whenever } = setUp({}, { users: 150 });
  await stack.up([BOSS]);
  let walks = 0;
  whenever(async (request, query) => {
    if (request !== "GET /users" || !query.has("cursor")) return;
    walks += 1;
    await world.clock.sleep(2 * MINUTES);
  });
  await expect(stack.destroy()).rejects.toThrow(
    /reading the list of users took \d+ s, and no access is taken away based on a list older than 60 s/,
  );
  expect(walks).toBe(2);
  expect(store.users.get("boss")?.state).toBe("enabled");
});

test.each(["once", "twice"] as const)("an empty list proves nothing by itself (%s)", async (often) => {
  const { stack, edit, store, world } = setUp();
  await stack.up([role("mine", [READ])]);
  edit.modifyUser("u0", { roleID: "mine" });
  let left = often === "once" ? 1 : 2;
  const degraded = new Stack(() =>
    world.session({}, async (request) => {
      if (!/\/users\?/.test(request.url) || left === 0) return world.transport(request);
      left -= 1;
      return { status: 200, headers: { "content-type": "application/json" }, body: '{"users": []}' };
    }),
  );
  degraded.state = stack.state;
  await expect(degraded.destroy()).rejects.toThrow("it is still held by user u0@example.com");
  expect(store.roles.has("mine")).toBe(true);
});

test("a URN that a role gets by hand while its holders are looked up is not taken away unjudged", async () => {
  const { stack, edit, urns, world, whenever } = setUp();
  const guard = { maxRemovals: 5 };
  await stack.up([role("mine", [READ, AUDIT], { guard })]);
  edit.modifyUser("u0", { roleID: "mine" });
  let isOld = false;
  whenever(async (request) => {
    // The check has read the holders too; by the write, that is too long ago.
    if (request === "GET /roles/mine" && !isOld) {
      isOld = true;
      await world.clock.sleep(2 * MINUTES);
    }
    if (request !== "GET /users" || !isOld) return;
    whenever(undefined);
    await world.clock.sleep(50_000);
    edit.modifyRole("mine", { serviceRoleURNs: [READ, AUDIT, NETWORK] });
  });
  const narrowed = stack.up([role("mine", [READ], { guard })]);
  await expect(narrowed).rejects.toThrow(
    `someone changed the role after it was read: this write would also remove ${NETWORK}`,
  );
  await expect(narrowed).rejects.toThrow(RunFailed);
  expect(urns("mine")).toEqual([READ, AUDIT, NETWORK]);
});
