import { setTimeout as wait } from "node:timers/promises";

/** Waits until something is true, and fails after a time limit. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what}: not true after ${seconds} s`);
    await wait(100);
  }
}
