import { type Clock, NotFoundError, UnknownOutcomeError } from "../client/index.js";
import { NotKeptError } from "./not-kept-error.js";
import type { Write } from "./write-once.js";

/** A server may lag a little: how long to wait before each further read of what should be gone. */
const LOOK_AGAIN_AFTER_MS = [1000, 2000, 4000];

export interface Deletion<T> {
  send(): Promise<unknown>;
  /** Reads the object; undefined is proof that it is gone. Lists that lag may still show what we deleted ourselves. */
  fetch(isSent: boolean): Promise<T | undefined>;
  /** When the state that the deletion is based on was read. */
  readAt: number;
  /** Throws if a change of the object since then forbids the deletion. */
  judge?(now: T): Promise<unknown> | unknown;
}

/**
 * Sends a delete until the object is proven gone. A response alone proves nothing: a gateway may say 200 to everything, and 202
 * promises something that may never happen. An object that is already gone counts as deleted once a read proves it.
 */
export async function deleteOnce<T>(
  { send, fetch, readAt, judge }: Deletion<T>,
  write: (write: Omit<Write<"gone" | "sent">, "clock">) => Promise<"gone" | "sent">,
  clock: Clock,
): Promise<void> {
  let isSent = false;
  const outcome = await write({
    send: async () => {
      try {
        await send();
        return "sent";
      } catch (error) {
        if (error instanceof NotFoundError && (await fetch(isSent)) === undefined) return "gone";
        isSent ||= error instanceof UnknownOutcomeError;
        throw error;
      }
    },
    readBack: async () => {
      const now = await fetch(isSent);
      if (now === undefined) return "gone";
      await judge?.(now);
      return undefined;
    },
    readAt,
  });
  if (outcome === "gone") return;
  let live = await fetch(true);
  for (const wait of LOOK_AGAIN_AFTER_MS) {
    if (live === undefined) return;
    await clock.sleep(wait);
    live = await fetch(true);
  }
  if (live === undefined) return;
  throw new NotKeptError(
    `the API accepted the deletion, but the object still exists after ${LOOK_AGAIN_AFTER_MS.length + 1} further reads. ` +
      "Nothing was taken out of the state. Run again; if it persists, look for a proxy or a maintenance page that responds in the API's place.",
    live,
  );
}
