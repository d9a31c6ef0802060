export type Log = (line: string) => void;

/** Reports every 15 seconds that `what` is still in progress, until the promise settles. */
export async function withProgress<T>(log: Log, what: string, expected: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  log(`${what}, ${expected}`);
  const timer = setInterval(() => {
    log(`${what}, ${Math.round((Date.now() - started) / 1000)} s so far, ${expected}`);
  }, 15_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
