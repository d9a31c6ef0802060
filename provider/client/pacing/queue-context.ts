import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();

/** Does the work with all its requests in one queue, except those that name another one. */
export function inQueue<T>(queue: string, work: () => Promise<T>): Promise<T> {
  return current.run(queue, work);
}

/** The queue of the current work. */
export function currentQueue(): string | undefined {
  return current.getStore();
}
