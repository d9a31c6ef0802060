import { asOperation } from "../client/pacing/operation-context.js";

const AT_ONCE = 16;

/**
 * Does the work for every item, a bounded number at a time. A failure does not stop the others; failures are returned as
 * lines. Once the run is cancelled, no further item is started.
 */
export async function forEachConcurrent<T>(
  items: readonly T[],
  name: (item: T) => string,
  work: (item: T) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<string[]> {
  const failures: string[] = [];
  const queue = items.values();
  let left = 0;
  const worker = async () => {
    for (const item of queue) {
      if (signal?.aborted) {
        left += 1;
        continue;
      }
      try {
        await asOperation(() => work(item));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failures.push(`${name(item)}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  if (left > 0)
    failures.push(`${left} more ${left === 1 ? "was" : "were"} not started: the run was cancelled. Run again.`);
  return failures;
}
