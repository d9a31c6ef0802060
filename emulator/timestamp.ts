/** An RFC 3339 time in UTC without a fraction, as in the vendor's samples: `2020-06-21T09:01:12Z`. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The current time, but later than `previous`, even within the same second. */
export function laterTimestamp(previous: string, now: number): string {
  return timestamp(Math.max(now, Date.parse(previous) + 1000));
}
