const AT_ONCE = 16;

/**
 * Does the work for every item, a bounded number at a time. One that fails does not stop the others; the failures come
 * back as lines.
 */
export async function forEachConcurrent<T>(
  items: readonly T[],
  name: (item: T) => string,
  work: (item: T) => Promise<unknown>,
): Promise<string[]> {
  const failures: string[] = [];
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) {
      try {
        await work(item);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failures.push(`${name(item)}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return failures;
}
