import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { Lanes } from "../../../provider/client/lanes.js";

test("lanes are served in turn, each in its own order but for what is urgent in it, and whatever comes again first", () => {
  const lanes = new Lanes<string>();
  for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) lanes.push(item.slice(0, 1), item);
  lanes.push("a", "a-urgent", true);
  lanes.pushFirst("again");
  expect(lanes.size).toBe(8);
  const served = Array.from({ length: 9 }, () => lanes.shift());
  expect(served).toEqual(["again", "a-urgent", "b1", "c1", "a1", "c2", "a2", "a3", undefined]);
});

test("nothing is lost, and no lane waits for more than one item of each other lane", () => {
  const lane = fc.constantFrom("a", "b", "c", "d");
  const items = fc.array(fc.record({ lane, odd: fc.boolean(), isUrgent: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(items, (all) => {
      const lanes = new Lanes<(typeof all)[number]>();
      for (const item of all) lanes.push(item.lane, item, item.isUrgent);
      const odd = lanes.takeAll((item) => item.odd);
      expect(odd).toHaveLength(all.filter((item) => item.odd).length);
      const served: string[] = [];
      for (let item = lanes.shift(); item !== undefined; item = lanes.shift()) served.push(item.lane);
      expect(served).toHaveLength(all.length - odd.length);
      for (const lane of ["a", "b", "c", "d"]) {
        const places = served.flatMap((name, place) => (name === lane ? [place] : []));
        places.forEach((place, i) => {
          expect(place - (places[i - 1] ?? -1)).toBeLessThanOrEqual(4);
        });
      }
      expect(lanes.size).toBe(0);
    }),
  );
});
