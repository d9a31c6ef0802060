import type { Difference } from "../plan/difference.js";
import { notKept } from "./not-kept-error.js";
import type { Write } from "./write-once.js";

/** A change of an object that is there. */
export interface Modification<T> {
  /** The object as it was read, and when that was. */
  seen: T;
  readAt: number;
  /** Sends the whole writable body, made from what was read last. */
  send(seen: T): Promise<T>;
  /** The object as it is now; undefined where it is gone. */
  fetch(): Promise<T | undefined>;
  /** How the object is not what the write makes of one that was `seen` so. */
  differences(now: T, seen: T): Difference[];
  /** Throws where what has become of the object meanwhile forbids the write. */
  judge?(now: T): Promise<unknown> | unknown;
  /** Notes what is there after the write. */
  record?(now: T): void;
}

/** Sends a modify until it is known what became of it, and makes sure that it made what it should have made. */
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
  // Some servers may answer with the object as it was.
  const now = (await fetch()) ?? made;
  record?.(now);
  const missing = differences(now, last);
  if (missing.length === 0) return now;
  throw notKept(missing, now);
}
