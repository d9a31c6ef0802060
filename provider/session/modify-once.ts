import type { Difference } from "../plan/args/difference.js";
import { notKept } from "./not-kept-error.js";
import type { Write } from "./write-once.js";

/** A change of an existing object. */
export interface Modification<T> {
  /** The object as it was read, and when that was. */
  seen: T;
  readAt: number;
  /** Sends the whole writable body, built from the last read. */
  send(seen: T): Promise<T>;
  /** The object as it is now; undefined if it is gone. */
  fetch(): Promise<T | undefined>;
  /** How the object differs from what the write makes of the `seen` one. */
  differences(now: T, seen: T): Difference[];
  /** Throws if a change of the object since then forbids the write. */
  judge?(now: T): Promise<unknown> | unknown;
  /** Records the object as it is after the write. */
  record?(now: T): void;
}

/** Sends a modify until its outcome is known, and verifies that it had the intended effect. */
export async function modifyOnce<T>(
  { seen, readAt, send, fetch, differences, judge, record }: Modification<T>,
  write: (write: Omit<Write<T>, "clock">) => Promise<T>,
): Promise<T> {
  let last = seen;
  const made = await write({
    send: () => send(last),
    readBack: async () => {
      const now = await fetch();
      if (now === undefined || differences(now, now).length === 0) return now;
      await judge?.(now);
      last = now;
      return undefined;
    },
    readAt,
  });
  record?.(made);
  if (differences(made, last).length === 0) return made;
  // Some servers may return the object as it was before the write.
  const now = (await fetch()) ?? made;
  record?.(now);
  const missing = differences(now, last);
  if (missing.length === 0) return now;
  throw notKept(missing, now);
}
