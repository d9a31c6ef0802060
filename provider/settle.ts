import { NotFoundError, UnsettledError } from "./client/index.js";

const ATTEMPTS = 4;

interface Write<T> {
  send(): Promise<T>;
  /** Reads back after a lost answer: what the write would have returned, or undefined where it did not take effect. */
  readBack(): Promise<T | undefined>;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Sends a write once, and again only when reading back showed that it had no effect. The API has no idempotency key,
 * so a lost answer says nothing about what happened.
 */
export async function settle<T>({ send, readBack, sleep }: Write<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof UnsettledError)) throw error;
      await sleep(500 * 2 ** attempt);
      const done = await readBack();
      if (done !== undefined) return done;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

interface Deletion {
  send(): Promise<void>;
  /** Reads the object; undefined is proof that it is gone. */
  fresh(): Promise<unknown>;
  sleep(milliseconds: number): Promise<void>;
}

/** Sends a delete; what is already gone counts as deleted once reading it proves that. */
export async function settleDelete({ send, fresh, sleep }: Deletion): Promise<void> {
  const proveGone = async () => ((await fresh()) === undefined ? true : undefined);
  const sendOnce = async () => {
    try {
      await send();
      return true;
    } catch (error) {
      if (error instanceof NotFoundError && (await proveGone())) return true;
      throw error;
    }
  };
  await settle({ send: sendOnce, readBack: proveGone, sleep });
}
