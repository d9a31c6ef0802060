import { expect, test } from "@jest/globals";
import type { EmulatorOptions } from "../../../emulator/index.js";
import { scene } from "./caller.js";

const many = (count: number) => ({
  users: Array.from({ length: count }, (_, n) => ({
    id: `u${String((n * 7) % count).padStart(3, "0")}`,
    email: `p${n}@example.com`,
    roleID: n % 2 === 0 ? "read-only" : "full-access",
  })),
});

type Call = ReturnType<typeof scene>["call"];

async function page(call: Call, query: string) {
  const { status, body } = await call(`GET /users?${query}`);
  return { status, next: body.next, ids: (body.users ?? []).map(({ id }: { id: string }) => id) };
}

async function walk(call: Call, limit: number, filter = ""): Promise<string[]> {
  const ids: string[] = [];
  let cursor = "";
  do {
    const { ids: more, next } = await page(call, `limit=${limit}${filter}&cursor=${encodeURIComponent(cursor)}`);
    ids.push(...more);
    cursor = next ?? "";
  } while (cursor);
  return ids;
}

const world = (count: number, switches: EmulatorOptions["switches"] = {}) => scene({ seed: many(count), switches });

test.each([
  ["", 25],
  ["limit=0", 25],
  ["limit=10", 10],
  ["limit=100", 100],
])("a list with %j has %d objects on its first page", async (query, count) => {
  const { ids, next } = await page(world(120).call, query);
  expect(ids).toHaveLength(count);
  expect(next).toMatch(/^[A-Za-z0-9+/]+=$/);
});

test.each(["limit=-1", "limit=ten", "limit=1.5", "limit=", "cursor=x", "roleID=Full", "roleID="])(
  "a list with %s is refused",
  async (query) => {
    expect((await page(world(3).call, query)).status).toBe(400);
  },
);

test.each([
  ["clamp", 200, 30],
  ["reject", 400, 0],
] as const)("with largeLimit %s a limit above maxLimit returns %d", async (largeLimit, status, count) => {
  const response = await page(world(50, { largeLimit, maxLimit: 30 }).call, "limit=31");
  expect([response.status, response.ids.length]).toEqual([status, count]);
});

test("a maxLimit below the default makes smaller pages", async () => {
  const { call } = world(20, { maxLimit: 7 });
  expect((await page(call, "")).ids).toHaveLength(7);
  expect((await page(call, "limit=0")).ids).toHaveLength(7);
});

test.each([
  ["absent", undefined],
  ["empty", ""],
  ["null", null],
] as const)("endOfList %s", async (endOfList, next) => {
  const { body } = await world(3, { endOfList }).call("GET /users");
  expect(body.next).toBe(next);
  expect("next" in body).toBe(endOfList !== "absent");
});

test.each(["created", "id", "shuffled"] as const)(
  "a walk in the order %s returns each object once, whatever the page size",
  async (listOrder) => {
    const { call, emulator } = world(53, { listOrder });
    for (const limit of [1, 7, 26, 53, 100]) {
      const ids = await walk(call, limit);
      expect([...ids].sort()).toEqual([...emulator.store.users.keys()].sort());
    }
  },
);

test("a list whose last page is full has no next", async () => {
  const { call } = world(50);
  const first = await page(call, "limit=25");
  const second = await page(call, `limit=25&cursor=${encodeURIComponent(first.next)}`);
  expect([second.ids.length, second.next]).toEqual([25, undefined]);
});

test("listOrder created is the order of creation, id the order of ids, and shuffled a new order for each walk", async () => {
  const { call, emulator } = world(30);
  const arrived = [...emulator.store.users.keys()];
  expect(await walk(call, 10)).toEqual(arrived);
  emulator.switches.listOrder = "id";
  expect(await walk(call, 10)).toEqual(arrived.toSorted());
  emulator.switches.listOrder = "shuffled";
  expect(await walk(call, 10)).not.toEqual(await walk(call, 10));
});

test("a walk with a filter returns only matching objects, on all pages", async () => {
  const { call } = world(20);
  expect(await walk(call, 3, "&roleID=read-only")).toHaveLength(10);
});

test("a cursor of another list, filter or account, or a tampered one, is refused", async () => {
  const other = { account: { id: "999999999999" }, apiKeys: [{ id: "theirs", secret: "s" }] };
  const { call } = scene({ seed: { ...many(30), accounts: [other] } });
  const { next } = await page(call, "limit=3");
  const cursor = encodeURIComponent(next);
  const status = async (line: string, key?: string) =>
    (await call(line, undefined, key === undefined ? {} : { key })).status;
  expect(await status(`GET /users?cursor=${cursor}`)).toBe(200);
  expect(await status(`GET /roles?cursor=${cursor}`)).toBe(400);
  expect(await status(`GET /users?roleID=read-only&cursor=${cursor}`)).toBe(400);
  expect(await status(`GET /users?cursor=${cursor}`, "theirs:s")).toBe(400);
  expect(await status(`GET /users?cursor=${encodeURIComponent(next.slice(0, -8))}`)).toBe(400);
  expect(await status(`GET /users?cursor=${encodeURIComponent(btoa("{}  "))}`)).toBe(400);
  expect(await status(`GET /users?cursor=${next.slice(0, -1)}`)).toBe(400);
});

test.each([
  ["stable", ["c", "d"]],
  ["shifting", ["d"]],
] as const)("pageShift %s, if an object disappears between two pages", async (pageShift, expected) => {
  const users = ["a", "b", "c", "d"].map((id) => ({ id, email: `${id}@example.com`, roleID: "read-only" }));
  const { call, emulator } = scene({ seed: { users }, switches: { pageShift } });
  const { next } = await page(call, "limit=2");
  emulator.edit.removeUser("a");
  expect((await page(call, `limit=2&cursor=${encodeURIComponent(next)}`)).ids).toEqual(expected);
});

test.each([
  ["rejected", 400],
  ["ignored", 200],
] as const)("unknownQuery %s", async (unknownQuery, status) => {
  const { call } = scene({ switches: { unknownQuery } });
  expect((await call("GET /roles?roleID=full-access")).status).toBe(status);
  expect((await call("GET /users?page=2")).status).toBe(status);
});

const role = { id: "new", name: "New", serviceRoleURNs: [] };
const listed = async (call: Call) => {
  const { body } = await call("GET /roles");
  return body.roles.map(({ id, name }: { id: string; name: string }) => `${id} ${name}`).slice(3);
};

test("without listLag a list shows a write immediately", async () => {
  const { call } = scene();
  await call("POST /roles", role);
  expect(await listed(call)).toEqual(["new New"]);
});

test("listLag in milliseconds hides creations, changes and deletions from lists, but not from describe", async () => {
  const { call, clock } = scene({ switches: { listLag: { milliseconds: 1000 } } });
  await call("POST /roles", role);
  expect((await call("GET /roles/new")).status).toBe(200);
  expect(await listed(call)).toEqual([]);
  clock.advance(1000);
  expect(await listed(call)).toEqual(["new New"]);

  await call("POST /roles/new", { name: "Newer" });
  expect(await listed(call)).toEqual(["new New"]);
  clock.advance(1000);
  expect(await listed(call)).toEqual(["new Newer"]);

  await call("DELETE /roles/new");
  expect((await call("GET /roles/new")).status).toBe(404);
  expect(await listed(call)).toEqual(["new Newer"]);
  clock.advance(1000);
  expect(await listed(call)).toEqual([]);
});

test("listLag in requests counts the requests after the write", async () => {
  const { call } = scene({ switches: { listLag: { requests: 2 } } });
  await call("POST /roles", role);
  expect(await listed(call)).toEqual([]);
  expect(await listed(call)).toEqual([]);
  expect(await listed(call)).toEqual(["new New"]);
});

test("listLag also affects users and invitations, but not edits in the console", async () => {
  const { call, emulator } = scene({ switches: { listLag: { milliseconds: 1000 } } });
  emulator.edit.addUser({ id: "jo", email: "jo@example.com", roleID: "read-only" });
  await call("POST /users/jo", { roleID: "full-access" });
  await call("POST /invitations", { email: "new@example.com", roleID: "read-only" });
  expect((await call("GET /users")).body.users).toMatchObject([{ id: "jo", roleID: "read-only" }]);
  expect((await call("GET /invitations")).body.invitations).toEqual([]);
});
