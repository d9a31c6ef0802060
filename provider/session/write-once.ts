import { type CallOptions, type Clock, DeadlineError, StaleReadError, UnknownOutcomeError } from "../client/index.js";
import { MOST_LAG_MS } from "../inventory/own-writes.js";

const ATTEMPTS = 4;
/** How long a server may hold up a write, over all its attempts. */
const PATIENCE_MS = 300_000;

/** For every write that is built from, or allowed by, a read just before it. */
export const READ_JUST_NOW = { maxReadAgeMs: 15_000 } as const satisfies CallOptions;

/** For a write that the server itself refuses if its premise is wrong. */
export const RESTS_ON_NO_READ = Number.POSITIVE_INFINITY;

export interface Write<T> {
  send(): Promise<T>;
  /**
   * Reads back after a lost response, or after the write was held up for long: what the write would have returned, or
   * undefined if it did not take effect. The next `send` is based on this read.
   */
  readBack(): Promise<T | undefined>;
  /** When the state that the write is based on was read. */
  readAt: number;
  clock: Clock;
}

/**
 * Sends a write once, and again only if reading back has shown that it had no effect. The API has no idempotency key, so a
 * lost response says nothing about what happened; and it has no preconditions, so a write that was held up may reach an
 * object that someone has changed.
 */
export async function writeOnce<T>({ send, readBack, clock, readAt }: Write<T>): Promise<T> {
  const startedAt = clock.now();
  if (startedAt - readAt > READ_JUST_NOW.maxReadAgeMs) {
    const done = await readBack();
    if (done !== undefined) return done;
  }
  for (let attempt = 1; ; ) {
    try {
      return await send();
    } catch (error) {
      const isLost = error instanceof UnknownOutcomeError;
      if (!isLost && !(error instanceof StaleReadError)) throw error;
      if (isLost) await clock.sleep(500 * 2 ** attempt);
      const done = await readBack();
      if (done !== undefined) return done;
      if (isLost && attempt === ATTEMPTS) throw error;
      if (isLost) attempt += 1;
      const waitedMs = clock.now() - startedAt;
      if (!isLost && waitedMs > PATIENCE_MS) throw pastPatience(error, waitedMs);
    }
  }
}

const LOOK_EVERY_MS = 10_000;

/** Looks in a list, repeatedly, for what a write has created: the list may lag, and nothing must be created twice. */
export async function pollList<T>(look: () => Promise<T | undefined>, clock: Clock): Promise<T | undefined> {
  const end = clock.now() + MOST_LAG_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined || clock.now() >= end) return found;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

function pastPatience({ method, path, askedSeconds, cause }: StaleReadError, waitedMs: number): DeadlineError {
  return new DeadlineError({
    method,
    path,
    deadlineSeconds: PATIENCE_MS / 1000,
    waitedSeconds: waitedMs / 1000,
    askedSeconds,
    cause,
  });
}
