import { createHash } from "node:crypto";
import type { Cursor } from "./cursor.js";

const arrivals = new WeakMap<ReadonlyMap<string, unknown>, Map<string, number>>();

/** Sort keys that put objects in the order of a walk. */
export function sortKeys<T extends { id: string; created: string }>(
  objects: readonly T[],
  live: ReadonlyMap<string, T>,
  { order, shuffle }: Pick<Cursor, "order" | "shuffle">,
): { key: string; object: T }[] {
  const rank = {
    created: ({ id, created }: T) => `${created} ${String(arrivalOf(live, id)).padStart(9, "0")}`,
    id: ({ id }: T) => id,
    shuffled: ({ id }: T) => createHash("sha1").update(`${shuffle} ${id}`).digest("hex"),
  };
  for (const id of live.keys()) arrivalOf(live, id);
  const keyed = objects.map((object) => ({ key: rank[order](object), object }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Objects made within the same second keep their order of creation. */
function arrivalOf(live: ReadonlyMap<string, unknown>, id: string): number {
  const known = arrivals.get(live) ?? new Map<string, number>();
  arrivals.set(live, known);
  const arrival = known.get(id) ?? known.size;
  known.set(id, arrival);
  return arrival;
}
