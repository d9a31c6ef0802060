import type { Store, TenantSnapshot } from "./cloudone/store.js";

/** A store as plain JSON, by account id. */
export type Snapshot = Record<string, TenantSnapshot>;

/** Copies the store for comparisons, without `lastActivity`, which moves by itself. */
export function takeSnapshot(store: Store): Snapshot {
  const text = JSON.stringify(store.copy(), (name, value: unknown) => (name === "lastActivity" ? undefined : value));
  return JSON.parse(text) as Snapshot;
}
