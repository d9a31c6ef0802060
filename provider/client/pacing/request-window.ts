/** How many requests in how long; the span is never shorter than the server's, which would then see two bursts in one. */
export interface RequestWindow {
  count: number;
  spanMs: number;
}

export const UNBOUNDED: RequestWindow = { count: Number.POSITIVE_INFINITY, spanMs: 1000 };

/** Requests per second. */
export function rate({ count, spanMs }: RequestWindow): number {
  return (count / spanMs) * 1000;
}
