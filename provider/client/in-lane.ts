import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();

/** Does the work with all its requests in one lane, but for those that name another one. */
export function inLane<T>(lane: string, work: () => Promise<T>): Promise<T> {
  return current.run(lane, work);
}

/** The lane of the work that asks. */
export function currentLane(): string | undefined {
  return current.getStore();
}
