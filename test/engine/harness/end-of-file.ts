import { afterAll } from "@jest/globals";

const work: (() => Promise<void>)[] = [];

/** Runs something after the last test of the file, in reverse order. Also works inside tests and hooks. */
export function atEndOfFile(task: () => Promise<void>): void {
  work.push(task);
}

afterAll(async () => {
  const failures: unknown[] = [];
  for (const task of work.splice(0).reverse()) await task().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
});
