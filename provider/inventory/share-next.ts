/**
 * Makes a read that its callers share: while one is under way, all that call share the next one, which starts after their call.
 * So each sees what is there now, waits for at most two reads, and many cost hardly more than one.
 */
export function shareNext(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  const start = async () => {
    await running;
    // All calls of the same moment count.
    await turnOfEventLoop();
    next = undefined;
    const reading = read();
    running = reading.catch(() => undefined);
    return reading;
  };
  return () => {
    next ??= start();
    return next;
  };
}

export function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
