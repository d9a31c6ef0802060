import { createHash } from "node:crypto";
import { matchesAny } from "../args/glob.js";
import type { LiveUser } from "./user-members.js";

/**
 * User ids by the pattern that the user's address once matched: a new address does not release anyone from it. The state holds
 * only a digest of the pattern, which may be a secret.
 */
export type Remembered = Readonly<Record<string, readonly string[]>>;

/** The users who match a pattern now, and those who did at any time while it has been declared. */
export function remember(
  patterns: readonly string[],
  before: Remembered = {},
  live: readonly Pick<LiveUser, "id" | "email">[] = [],
): Record<string, string[]> {
  const ids = new Set(live.map(({ id }) => id));
  const entries = [...new Set(patterns)].map((pattern) => {
    const now = live.filter(({ email }) => matchesAny([pattern], email)).map(({ id }) => id);
    // A wildcard pattern need not remember users who are gone.
    const then = (before[digestOf(pattern)] ?? []).filter((id) => !pattern.includes("*") || ids.has(id));
    // Ids do not change, so they need no memory.
    const known = new Set([...then, ...now].filter((id) => !matchesAny([pattern], id)));
    return [digestOf(pattern), [...known].sort()] as const;
  });
  return Object.fromEntries(entries.filter(([, known]) => known.length > 0));
}

/** Two memories combined. */
export function recallBoth(one: Remembered = {}, other: Remembered = {}): Remembered {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => [key, [...new Set([...(one[key] ?? []), ...(other[key] ?? [])])].sort()]),
  );
}

/** The memory without some users. */
export function forget(remembered: Remembered, ids: ReadonlySet<string>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(remembered)
      .map(([key, known]) => [key, known.filter((id) => !ids.has(id))] as const)
      .filter(([, known]) => known.length > 0),
  );
}

/** All users in the memory. */
export function remembersAny(remembered: Remembered): ReadonlySet<string> {
  return new Set(Object.values(remembered).flat());
}

/** Users that match a pattern only by memory, since their address has changed. */
export function followed<T extends Pick<LiveUser, "id" | "email">>(
  patterns: readonly string[],
  remembered: Remembered,
  live: readonly T[],
): { pattern: string; user: T }[] {
  const byId = new Map(live.map((user) => [user.id, user]));
  return [...new Set(patterns)].flatMap((pattern) =>
    (remembered[digestOf(pattern)] ?? []).flatMap((id) => {
      const user = byId.get(id);
      return user === undefined || matchesAny([pattern], user.email) ? [] : { pattern, user };
    }),
  );
}

/** Former members that a set left disabled. Older states do not say; a set with the default policy disabled all of them. */
export function formerDisabledOf({
  removed = "disable",
  former = [],
  formerDisabled,
}: {
  removed?: unknown;
  former?: readonly string[] | undefined;
  formerDisabled?: readonly string[] | undefined;
}): readonly string[] {
  return formerDisabled ?? (removed === "disable" ? former : []);
}

function digestOf(pattern: string): string {
  return createHash("sha256").update(pattern).digest("hex").slice(0, 8);
}
