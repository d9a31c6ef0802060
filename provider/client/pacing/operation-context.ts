import { AsyncLocalStorage } from "node:async_hooks";

interface Operation {
  hasWritten: boolean;
  within: Operation | undefined;
}

const current = new AsyncLocalStorage<Operation>();

/** Does the work as one operation, or as part of the current one. */
export function asOperation<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ hasWritten: false, within: current.getStore() }, work);
}

/** Notes that this operation, and all that it is part of, has sent a write, whose outcome must be read. */
export function noteWrite(): void {
  for (let operation = current.getStore(); operation !== undefined; operation = operation.within) {
    operation.hasWritten = true;
  }
}

/** Whether the current operation has sent a write. */
export function hasWritten(): boolean {
  return current.getStore()?.hasWritten ?? false;
}
