import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { FairQueue } from "../../../provider/client/pacing/fair-queue.js";

test("queues take turns, each in its own order, but retries come first and then urgent items", () => {
  const queues = new FairQueue<string>();
  for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) queues.push(item.slice(0, 1), item);
  queues.push("a", "a-urgent", true);
  queues.pushFirst("again");
  expect(queues.size).toBe(8);
  const served = Array.from({ length: 9 }, () => queues.shift());
  expect(served).toEqual(["again", "a-urgent", "b1", "c1", "a1", "c2", "a2", "a3", undefined]);
});

test("nothing is lost, and no queue waits for more than one item of each other queue", () => {
  const queue = fc.constantFrom("a", "b", "c", "d");
  const items = fc.array(fc.record({ queue, odd: fc.boolean(), isUrgent: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(items, (all) => {
      const queues = new FairQueue<(typeof all)[number]>();
      for (const item of all) queues.push(item.queue, item, item.isUrgent);
      const odd = queues.takeAll((item) => item.odd);
      expect(odd).toHaveLength(all.filter((item) => item.odd).length);
      const served: string[] = [];
      for (let item = queues.shift(); item !== undefined; item = queues.shift()) served.push(item.queue);
      expect(served).toHaveLength(all.length - odd.length);
      for (const queue of ["a", "b", "c", "d"]) {
        const places = served.flatMap((name, place) => (name === queue ? [place] : []));
        places.forEach((place, i) => {
          expect(place - (places[i - 1] ?? -1)).toBeLessThanOrEqual(4);
        });
      }
      expect(queues.size).toBe(0);
    }),
  );
});
