import type { CachedList } from "../inventory/cached-list.js";

/** All objects of a kind. The list may lack some of these ids: only the API's own 404 proves that a member is gone. */
export async function listWith<T extends { id: string }>(
  list: CachedList<T>,
  ids: Iterable<string | undefined>,
): Promise<readonly T[]> {
  const listed = new Set((await list.all()).map(({ id }) => id));
  for (const id of ids) {
    const object = !id || listed.has(id) ? undefined : await list.get(id);
    if (object !== undefined) list.record(object.id, object);
  }
  return list.all();
}
