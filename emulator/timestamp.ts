/** An RFC 3339 time in UTC without fraction, as the vendor's samples show it: `2020-06-21T09:01:12Z`. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The time of something that happens now: later than `previous`, even within one second. */
export function laterTimestamp(previous: string, now: number): string {
  return timestamp(Math.max(now, Date.parse(previous) + 1000));
}
