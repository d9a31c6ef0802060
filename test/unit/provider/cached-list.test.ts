import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type List, NotFoundError, TransportError } from "../../../provider/client/index.js";
import { CachedList } from "../../../provider/inventory/cached-list.js";

interface Thing {
  id: string;
}

const REFUSAL = { status: 404, method: "GET", path: "/things/id", serverMessage: "There is no such thing." };

/** A server with this many objects in pages of this size, which counts its requests. */
function server(objects: number, pageSize: number, { listFails = false } = {}) {
  const asked = { pages: 0, gets: 0 };
  const clock = { now: 0 };
  const things = Array.from({ length: objects }, (_, n) => ({ id: `t${n}` }));
  const pages = async function* () {
    if (listFails) throw new TransportError("no", { kind: "refused", mayHaveArrived: false });
    let at = 0;
    do {
      asked.pages += 1;
      yield things.slice(at, at + pageSize);
      at += pageSize;
    } while (at < objects);
  };
  const list = (): List<Thing> => ({
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
  });
  const describe = async (id: string) => {
    asked.gets += 1;
    const thing = things.find((one) => one.id === id);
    if (thing === undefined) throw new NotFoundError("gone", REFUSAL);
    return thing;
  };
  return { asked, clock, things, listing: new CachedList<Thing>({ list, describe }, () => clock.now) };
}

test("any reads, in any order, cost at most about twice the better way", async () => {
  const read = fc.record({
    how: fc.constantFrom("get", "get", "get", "peek", "peek", "record", "all"),
    n: fc.nat(400),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.array(read, { minLength: 1, maxLength: 12 }), { maxLength: 30 }),
      async (objects, pageSize, batches) => {
        const { asked, listing } = server(objects, pageSize);
        const [proven, lookedUp, written] = [new Set<number>(), new Set<number>(), new Set<number>()];
        let needsAll = false;
        for (const batch of batches) {
          for (const { how, n } of batch) {
            if (how !== "record") continue;
            listing.record(`t${n}`, { id: `t${n}` });
            written.add(n);
          }
          await Promise.all(
            batch.map(({ how, n }) => {
              if (how === "all") return listing.all();
              return how === "record" ? undefined : listing[how](`t${n}`);
            }),
          );
          needsAll ||= batch.some(({ how }) => how === "all");
          // This process knows what it wrote without a request.
          for (const { how, n } of batch.filter((one) => !written.has(one.n))) {
            if (how === "get") proven.add(n);
            if (how === "peek") lookedUp.add(n);
          }
        }
        // A list shows what is there; only a GET proves that an object is not.
        const byList = Math.ceil(objects / pageSize) + [...proven].filter((n) => n >= objects).length;
        const oneByOne = new Set([...proven, ...lookedUp]).size;
        const better = needsAll ? byList : Math.min(byList, oneByOne);
        expect(asked.gets + asked.pages).toBeLessThanOrEqual(2 * better + 2);
      },
    ),
    { numRuns: 500 },
  );
});

test("many searches at once for what is not there read the list, and not each object", async () => {
  const { asked, listing } = server(10, 100);
  await Promise.all(Array.from({ length: 12 }, (_, n) => listing.peek(`t${100 + n}`)));
  expect(asked).toEqual({ pages: 1, gets: 0 });
});

test("a refresh of a thousand, eight at a time, costs the pages of the list", async () => {
  const { asked, listing } = server(1000, 100);
  for (let n = 0; n < 1000; n += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, k) => listing.get(`t${n + k}`)));
  }
  expect(asked).toEqual({ pages: 10, gets: 0 });
});

test("two objects of a huge account cost a few requests, not all its pages", async () => {
  const { asked, listing } = server(10_000, 100);
  await Promise.all([listing.get("t9000"), listing.get("t9999")]);
  expect(asked.gets + asked.pages).toBeLessThanOrEqual(4);
});

test("one read is one GET, shared by all callers of the same moment", async () => {
  const { asked, listing } = server(500, 100);
  await Promise.all([listing.get("t7"), listing.get("t7"), listing.get("t7")]);
  expect(asked).toEqual({ pages: 0, gets: 1 });
});

test("a GET proves absence, also after a complete list", async () => {
  const { asked, listing } = server(5, 100);
  await listing.all();
  expect(await listing.peek("t77")).toBeUndefined();
  expect(asked).toEqual({ pages: 1, gets: 0 });
  expect(await listing.get("t77")).toBeUndefined();
  expect(asked).toEqual({ pages: 1, gets: 1 });
});

test("an own write shows at once, however late the list is", async () => {
  const { listing, things } = server(3, 100);
  await listing.all();
  const mine = { id: "mine" };
  listing.record("mine", mine);
  listing.record("t1", undefined);
  expect(await listing.all()).toEqual([{ id: "t0" }, { id: "t2" }, mine]);
  expect(await listing.peek("mine")).toBe(mine);
  things.splice(1, 1);
  expect(await listing.get("t1")).toBeUndefined();
});

test("single objects can be read though the list cannot; a complete list fails", async () => {
  const { listing } = server(3, 100, { listFails: true });
  expect(await Promise.all([listing.get("t0"), listing.get("t1")])).toEqual([{ id: "t0" }, { id: "t1" }]);
  await expect(listing.all()).rejects.toThrow("no");
  await expect(listing.all()).rejects.toThrow("no");
});

test("a recent list is at most a minute old, and read once for all callers", async () => {
  const { asked, clock, listing, things } = server(3, 100);
  await listing.all();
  clock.now = 60_000;
  expect(await listing.allFresh()).toHaveLength(3);
  things.push({ id: "new" });
  expect(asked.pages).toBe(1);
  clock.now = 60_001;
  const both = await Promise.all([listing.allFresh(), listing.allFresh()]);
  expect(both.map((all) => all.length)).toEqual([4, 4]);
  expect(asked.pages).toBe(2);
  expect(await listing.all()).toHaveLength(4);
});

test("a recent list shows what others wrote after an old write of ours, and keeps our recent ones", async () => {
  const { clock, listing } = server(3, 100);
  const [old, young, hidden] = [
    { id: "t0", by: "us" },
    { id: "t1", by: "us" },
    { id: "hidden", by: "us" },
  ];
  await listing.all();
  listing.record("t0", old);
  listing.record("hidden", hidden);
  clock.now = 50_000;
  listing.record("t1", young);
  clock.now = 61_000;
  expect(await listing.allFresh()).toEqual([{ id: "t0" }, young, { id: "t2" }, hidden]);
});

test("a 404 counts only if the list still answers after it, however long the 404 took", async () => {
  let areRoutesLost = false;
  const control = async () => {
    if (areRoutesLost) throw new Error("no routes");
  };
  const describe = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    areRoutesLost = true;
    throw new NotFoundError("no route matched", REFUSAL);
  };
  const list = (): List<Thing> => ({ async *pages() {}, async *[Symbol.asyncIterator]() {} });
  const listing = new CachedList<Thing>({ list, describe, control }, () => 0);
  await expect(listing.fetchDeleted("t1", true)).rejects.toThrow("no routes");
});
