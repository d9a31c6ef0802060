import { createHash } from "node:crypto";
import type { Removal } from "./guard.js";

/** `allow` may come from several places, each with a digest of its own. */
export function isAllowed({ allow }: { allow?: string | undefined }, digest: string): boolean {
  return allow?.split(/\s+/).includes(digest) ?? false;
}

/** Identifies a list of removals, whatever its order. */
export function digestOf(removals: readonly Removal[]): string {
  const lines = removals.map(({ kind, id, action, from }) => JSON.stringify([kind, id, action, from ?? ""])).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}

/** The removals as readable text: who loses what. */
export function list(removals: readonly Removal[]): string {
  return names(removals).join(", ");
}

export function names(removals: readonly Removal[]): string[] {
  return removals.map(({ name, action }) => `${name} (${action})`);
}
