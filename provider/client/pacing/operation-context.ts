import { AsyncLocalStorage } from "node:async_hooks";

interface Operation {
  hasWritten: boolean;
  within: Operation | undefined;
}

const current = new AsyncLocalStorage<Operation>();

/** Does the work as one operation, or as a part of the one that asks. */
export function asOperation<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ hasWritten: false, within: current.getStore() }, work);
}

/** Notes that the operation, and all of which it is a part, has sent a write: it is in hand, and has to be read to its end. */
export function noteWrite(): void {
  for (let operation = current.getStore(); operation !== undefined; operation = operation.within) {
    operation.hasWritten = true;
  }
}

/** Whether the operation that asks has sent a write. */
export function hasWritten(): boolean {
  return current.getStore()?.hasWritten ?? false;
}
