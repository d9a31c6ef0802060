const BASE_MS = 500;
const CAP_MS = 30_000;
/** Below this, a streak of unlucky numbers would cause a storm of requests. */
const FLOOR_MS = 100;

/**
 * Capped exponential back-off with full jitter, in milliseconds.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param tries how often the request was sent, from 1.
 */
export function backOffMs(tries: number, random: () => number): number {
  const most = Math.min(CAP_MS, BASE_MS * 2 ** (tries - 1));
  return Math.max(FLOOR_MS, random() * most);
}
