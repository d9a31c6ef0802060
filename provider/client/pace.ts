/** The window in which requests are counted. Servers count in seconds or in multiples of them. */
const WINDOW_MS = 1000;
/** How far the pace stays below what the server was seen to take, at first: as much as arrivals may jitter within a window. */
const MARGIN = 0.02;
/** A refusal sooner than this after the last one means that the margin was too small; later than the second, that it may shrink. */
const SOON_MS = 15_000;
const LATE_MS = 60_000;
/** How long a pace is kept before a higher one is tried; doubled each time the trial is refused at once. */
const PATIENCE_MS = 30_000;
const MAX_PATIENCE_MS = 300_000;
/** A trial adds so much of the learnt pace each second, and one request at least. */
const RAISE = 0.05;
/** A trial that got this far has shown that the server takes more than before. */
const WORTH_IT = 1.5;

/**
 * How fast requests may be sent, learnt from the server's refusals (additive increase, multiplicative decrease).
 * Requests are counted in a sliding window, as servers do, and not spread evenly: after a pause a whole window is free,
 * and spacing would waste it. Pure: the caller tells the time, in milliseconds.
 */
export class Pace {
  /** When the requests of the running window were sent, without those that were refused. */
  #sent: number[] = [];
  #perSecond = Number.POSITIVE_INFINITY;
  #ceiling = Number.POSITIVE_INFINITY;
  /** Since the last pause: when it ended, and how many the server took. */
  #runStart: number | undefined;
  #taken = 0;
  #refusal: Refusal | undefined;
  /** The pace after the last refusal, and when that was. */
  #learnt = Number.POSITIVE_INFINITY;
  #learntAt = Number.NEGATIVE_INFINITY;
  #margin = MARGIN;
  #patience = PATIENCE_MS;
  #raiseAt = Number.POSITIVE_INFINITY;

  /** Requests per second, Infinity while no bound is known. */
  get perSecond(): number {
    return Math.min(this.#perSecond, this.#ceiling);
  }

  /** Never go faster, whatever the server takes. */
  limitTo(perSecond: number): void {
    this.#ceiling = Math.min(this.#ceiling, perSecond);
  }

  /** Milliseconds until the waiting request may be sent. Not to be asked while the server wants a pause. */
  delay(now: number): number {
    if (this.#refusal !== undefined) this.#learn(now, this.#refusal);
    const wait = this.#windowWait(now);
    if (wait <= 0 || now < this.#raiseAt || this.#perSecond >= this.#ceiling) return wait;
    // For long nothing but the pace has held a request back: try a higher one.
    this.#perSecond += Math.max(1, RAISE * this.#learnt);
    this.#raiseAt = now + WINDOW_MS;
    return this.#windowWait(now);
  }

  sent(now: number): void {
    this.#runStart ??= now;
    this.#taken += 1;
    this.#sent.push(now);
  }

  /** The server refused the request that was sent then, and wants a pause of `waitMs`. */
  refused(sentAt: number, now: number, waitMs: number): void {
    const index = this.#sent.lastIndexOf(sentAt);
    if (index !== -1) this.#sent.splice(index, 1);
    this.#taken = Math.max(0, this.#taken - 1);
    this.#refusal ??= { at: now, pausedUntil: now };
    this.#refusal.pausedUntil = Math.max(this.#refusal.pausedUntil, now + waitMs);
  }

  #windowWait(now: number): number {
    const { count, spanMs } = this.#window();
    const inside = this.#sent.findIndex((at) => at > now - spanMs);
    this.#sent.splice(0, inside === -1 ? this.#sent.length : inside);
    const oldest = this.#sent.at(-count);
    return this.#sent.length < count || oldest === undefined ? 0 : oldest + spanMs - now;
  }

  /** So many requests in so long; never a shorter window than the server's, which would then see two bursts in one. */
  #window(): { count: number; spanMs: number } {
    const most = Math.max(1, Math.floor(this.#ceiling));
    const ceilingSpan = most === Number.POSITIVE_INFINITY ? 1 : Math.max(1, most / this.#ceiling) * (1 + MARGIN);
    const count = Math.min(most, Math.ceil(this.#perSecond));
    const span = count === Number.POSITIVE_INFINITY ? 1 : Math.max(1, count / this.#perSecond);
    return { count, spanMs: WINDOW_MS * (count === most ? Math.max(span, ceilingSpan) : span) };
  }

  /** After the pause, when the answers to the refused burst are in. */
  #learn(now: number, refusal: Refusal): void {
    const before = this.#perSecond;
    const sinceLast = refusal.at - this.#learntAt;
    if (sinceLast < SOON_MS) this.#margin = Math.min(1, this.#margin * 2);
    if (sinceLast > LATE_MS) this.#margin = Math.max(MARGIN, this.#margin / 2);
    if (before > WORTH_IT * this.#learnt) this.#patience = PATIENCE_MS;
    else if (before > this.#learnt) this.#patience = Math.min(MAX_PATIENCE_MS, this.#patience * 2);
    this.#perSecond = Math.min(Math.max(0.5, this.#takenPerSecond(refusal)), before) / (1 + this.#margin);
    this.#learnt = this.#perSecond;
    this.#learntAt = now;
    this.#raiseAt = now + this.#patience;
    this.#refusal = undefined;
    this.#runStart = undefined;
    this.#taken = 0;
  }

  #takenPerSecond({ at, pausedUntil }: Refusal): number {
    if (pausedUntil - at >= 1.5 * WINDOW_MS) {
      // The server counts in a longer window: this run and the pause. Retry-After is rounded up, hence down here.
      const cycle = Math.floor((pausedUntil - (this.#runStart ?? at)) / WINDOW_MS);
      return this.#taken / Math.max(1, cycle);
    }
    const last = this.#sent.at(-1) ?? at;
    return this.#sent.filter((sentAt) => sentAt > last - WINDOW_MS).length;
  }
}

interface Refusal {
  at: number;
  pausedUntil: number;
}
