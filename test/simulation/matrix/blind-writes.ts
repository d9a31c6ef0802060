import type { RequestEntry } from "../../../emulator/index.js";

/** Faults after which a client cannot know whether a write took effect. */
const UNSETTLED = /^(reset|timeout|50|truncated|wrong|slow|200)/;

/** Writes that were sent again after a lost response without reading the object in between. */
export function blindWrites(requests: readonly RequestEntry[]): string[] {
  const unread = new Set<string>();
  const blind: string[] = [];
  for (const { method, path, body, fault } of requests) {
    const object =
      path === "/roles" && method === "POST" ? `/roles/${(body as { id?: string } | undefined)?.id}` : path;
    if (method === "GET") {
      unread.delete(object);
      continue;
    }
    if (unread.has(object)) blind.push(`${method} ${object} was sent again without reading it`);
    if (fault !== undefined && UNSETTLED.test(fault)) unread.add(object);
  }
  return blind;
}
