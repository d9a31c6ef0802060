import type { ResultReader } from "../http/request.js";

const unread = new WeakMap<object, readonly string[]>();

/** The object's properties that the API left out or returned as null: their values here are placeholders. */
export function unreadOf(object: object): readonly string[] {
  return unread.get(object) ?? [];
}

/** Like `read`, but also records which of these properties the API left out. */
export function notingUnread<T extends object>(read: ResultReader<T>, properties: readonly string[]): ResultReader<T> {
  return (json, headers) => {
    const result = read(json, headers);
    if ("value" in result && typeof json === "object" && json !== null) {
      const given = new Map(Object.entries(json));
      const missing = properties.filter((name) => given.get(name) === undefined || given.get(name) === null);
      if (missing.length > 0) unread.set(result.value, missing);
    }
    return result;
  };
}
