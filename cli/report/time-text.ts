/** A time of the API, RFC 3339 in UTC, as people read it. */
export function timeText(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 16).replace("T", " ")} UTC` : time;
}

/** Only the day; empty if the API gives no time. */
export function dayText(time: string | null): string {
  return time === null ? "" : /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, 10) : time;
}
