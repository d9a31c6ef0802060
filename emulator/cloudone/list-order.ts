import { createHash } from "node:crypto";
import type { Cursor } from "./cursor.js";

interface Keyed<T> {
  key: string;
  object: T;
}

interface Sorted {
  order: Cursor["order"];
  shuffle: string;
  /** What was sorted, and the properties that decide the order. */
  objects: readonly object[];
  created: readonly string[];
  keyed: readonly Keyed<unknown>[];
}

const arrivals = new WeakMap<ReadonlyMap<string, unknown>, Map<string, number>>();
const lastSorted = new WeakMap<ReadonlyMap<string, unknown>, Sorted>();

/** The objects that a list sees, with sort keys, in the order of a walk. Pages of one walk share the sorting while nothing changes. */
export function inOrder<T extends { id: string; created: string }>(
  view: ReadonlyMap<string, T>,
  live: ReadonlyMap<string, T>,
  { order, shuffle }: Pick<Cursor, "order" | "shuffle">,
): readonly Keyed<T>[] {
  const known = lastSorted.get(live);
  const isOrder = known?.order === order && (order !== "shuffled" || known.shuffle === shuffle);
  if (known !== undefined && isOrder && isOf(known, view)) return known.keyed as readonly Keyed<T>[];
  const objects = [...view.values()];
  const keyed = sortKeys(objects, live, { order, shuffle });
  lastSorted.set(live, { order, shuffle, objects, created: objects.map(({ created }) => created), keyed });
  return keyed;
}

/** Where the objects after a key begin. */
export function indexAfter(sorted: readonly { key: string }[], after: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.key ?? "") > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isOf({ objects, created }: Sorted, view: ReadonlyMap<string, { created: string }>): boolean {
  if (objects.length !== view.size) return false;
  let n = 0;
  for (const object of view.values()) {
    if (objects[n] !== object || created[n] !== object.created) return false;
    n += 1;
  }
  return true;
}

function sortKeys<T extends { id: string; created: string }>(
  objects: readonly T[],
  live: ReadonlyMap<string, T>,
  { order, shuffle }: Pick<Cursor, "order" | "shuffle">,
): Keyed<T>[] {
  const rank = {
    created: ({ id, created }: T) => `${created} ${String(arrivalOf(live, id)).padStart(9, "0")}`,
    id: ({ id }: T) => id,
    shuffled: ({ id }: T) => createHash("sha1").update(`${shuffle} ${id}`).digest("hex"),
  };
  for (const id of live.keys()) arrivalOf(live, id);
  const keyed = objects.map((object) => ({ key: rank[order](object), object }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Objects created within the same second keep their order of creation. */
function arrivalOf(live: ReadonlyMap<string, unknown>, id: string): number {
  const known = arrivals.get(live) ?? new Map<string, number>();
  arrivals.set(live, known);
  const arrival = known.get(id) ?? known.size;
  known.set(id, arrival);
  return arrival;
}
