import { type Check, ok, skip, warn } from "./check.js";

const TOLERABLE_SECONDS = 60;
const NAME = "clock";

/** How far this machine's clock is from the server's, by its Date header, which has whole seconds. */
export function judgeClock(date: string | undefined, received: number): Check {
  const server = Date.parse(date ?? "");
  if (Number.isNaN(server)) return skip(NAME, "no answer carried a Date header");
  const skew = Math.round((received - server) / 1000);
  if (Math.abs(skew) <= TOLERABLE_SECONDS) return ok(NAME, `Within ${TOLERABLE_SECONDS} s of the server's.`);
  return warn(
    NAME,
    `${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} the server's.`,
    "Let the machine take its time from NTP: TLS, the expiry of invitations and ignore entries depend on it.",
  );
}
