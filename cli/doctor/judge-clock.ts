import { type Check, ok, skip, warn } from "./check.js";

const TOLERABLE_SECONDS = 60;
const NAME = "clock";

/** Judges how far this machine's clock is from the server's; `serverAheadMs` is undefined if no response told the time. */
export function judgeClock(serverAheadMs: number | undefined): Check {
  if (serverAheadMs === undefined) return skip(NAME, "no response had a Date header");
  const skew = Math.round(serverAheadMs / 1000);
  if (Math.abs(skew) <= TOLERABLE_SECONDS) return ok(NAME, `Within ${TOLERABLE_SECONDS} s of the server's.`);
  return warn(
    NAME,
    `${Math.abs(skew)} s ${skew < 0 ? "ahead of" : "behind"} the server's.`,
    "Synchronize the clock by NTP: TLS depends on it.",
  );
}
