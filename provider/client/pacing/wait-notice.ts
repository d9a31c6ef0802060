import type { Clock } from "../clock.js";

/** An operation has to wait. */
export interface WaitNotice {
  /** How long, as far as known. */
  seconds: number;
  /** Why, such as "the server asked to wait (429)". */
  reason: string;
  method: string;
  /** Path under the base URL, without the query. */
  path: string;
  /** The request was sent and has no response yet; otherwise it waits to be sent. */
  isSent?: true;
}

export type OnWait = (notice: WaitNotice) => void;

/** Shorter waits are not worth a line. */
const WORTH_TELLING_MS = 3000;
/** Report a shared wait again only once it has grown by this factor. */
const GROWTH_WORTH_TELLING = 2;

/** A wait in words: "Waiting 7 s before GET /roles: the server asked to wait (429)". */
export function describeWait({ seconds, reason, method, path, isSent }: WaitNotice, of = ""): string {
  const what = `${of}${method} ${path}: ${reason}`;
  return isSent ? `Waiting up to ${seconds} s more for the response to ${what}` : `Waiting ${seconds} s before ${what}`;
}

export interface WaitNotices {
  /** Reports one operation's own wait. */
  own(ms: number, notice: Omit<WaitNotice, "seconds">): void;
  /** Reports a wait that all operations share, once for all of them. */
  shared(ms: number, notice: Omit<WaitNotice, "seconds">): void;
  /** Reports a late response, once for all that are late at the same time; `ms` is how long it may still take. */
  slow(ms: number, notice: Omit<WaitNotice, "seconds">): void;
}

/** One client's notices. */
export function createWaitNotices(onWait: OnWait | undefined, clock: Clock): WaitNotices {
  let reported = { ms: 0, until: Number.NEGATIVE_INFINITY };
  const own: WaitNotices["own"] = (ms, notice) => {
    if (ms > WORTH_TELLING_MS) onWait?.({ seconds: Math.ceil(ms / 1000), ...notice });
  };
  let lateUntil = Number.NEGATIVE_INFINITY;
  return {
    own,
    slow: (ms, notice) => {
      if (ms <= 0 || clock.now() < lateUntil) return;
      lateUntil = clock.now() + ms;
      onWait?.({ seconds: Math.ceil(ms / 1000), ...notice });
    },
    shared: (ms, notice) => {
      const now = clock.now();
      if (ms <= WORTH_TELLING_MS || (now < reported.until && ms < GROWTH_WORTH_TELLING * reported.ms)) return;
      reported = { ms, until: now + ms };
      own(ms, notice);
    },
  };
}
