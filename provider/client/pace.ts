import { RefusedBurst } from "./refused-burst.js";
import { type RequestWindow, rate, UNBOUNDED } from "./request-window.js";

/** The window in which requests are counted. Servers count in seconds or in multiples of them. */
const WINDOW_MS = 1000;
/** How far the pace stays below what the server was seen to take, at first: as much as arrivals seem to jitter within a window. */
const MARGIN = 0.02;
const MARGIN_FOR_JITTER = 0.035;
/** So many answers tell how much they jitter. */
const ANSWERS = 100;
/** Beyond this it is not the jitter. */
const MOST_MARGIN = 0.16;
/** After so long without a refusal the margin may shrink. */
const LATE_MS = 60_000;
/** How long a pace is kept before a higher one is tried; doubled each time the trial is refused at once. */
const PATIENCE_MS = 30_000;
const MAX_PATIENCE_MS = 300_000;
/** So many past requests tell what the server takes; more than it could be asked for in a window. */
const KEPT = 10_000;
/** A trial adds so much of the learnt pace each second, and one request at least. */
const RAISE = 0.05;
/** A trial that got this far has shown that the server takes more than before. */
const WORTH_IT = 1.5;
/** Of what was tried: if so much was taken, the step before it is right. */
const ENOUGH = 0.75;
/** Where what was taken does not say by how much to lower the pace. */
const LOWERED = 0.8;
/** Requests per second, whatever the server says. */
const SLOWEST = 0.1;

/**
 * How fast requests may be sent, learnt from the server's refusals (additive increase, multiplicative decrease).
 * Requests are counted in a sliding window, as servers do, and not spread evenly: after a pause a whole window is free,
 * and spacing would waste it. Pure: the caller tells the time, in milliseconds.
 */
export class Pace {
  /** When the requests of the running window were sent, without those that were refused. */
  #sent: number[] = [];
  /** What the server is thought to take, without the margin. */
  #window: RequestWindow = UNBOUNDED;
  #ceiling: RequestWindow = UNBOUNDED;
  /** When the first request after the last pause was sent. */
  #runStart: number | undefined;
  #refused: RefusedBurst | undefined;
  /** The requests per window after the last refusal, and when that was. */
  #learnt = Number.POSITIVE_INFINITY;
  #learntAt = Number.NEGATIVE_INFINITY;
  /** The requests per window before the last raise. */
  #proven = Number.POSITIVE_INFINITY;
  #margin = MARGIN;
  readonly #answerTimes: number[] = [];
  /** How often in a row the server took nothing between two pauses. */
  #fruitless = 0;
  #patience = PATIENCE_MS;
  #raiseAt = Number.POSITIVE_INFINITY;

  /** Requests per second, Infinity while no bound is known. */
  get perSecond(): number {
    return Math.min(rate(this.#learntWindow), rate(this.#ceiling));
  }

  /** Never go faster, whatever the server takes. */
  limitTo(perSecond: number): void {
    const count = Math.max(1, Math.floor(perSecond));
    const ceiling = { count, spanMs: WINDOW_MS * Math.max(1, count / perSecond) * (1 + MARGIN) };
    if (rate(ceiling) < rate(this.#ceiling)) this.#ceiling = ceiling;
  }

  /** Milliseconds until the waiting request may be sent. Not to be asked while the server wants a pause. */
  delay(now: number): number {
    if (this.#refused !== undefined) this.#learn(now, this.#refused);
    // For long nothing but the learnt pace has held requests back: try a higher one.
    const slow = this.#wait(this.#learntWindow, now) > 0 && rate(this.#learntWindow) < rate(this.#ceiling);
    if (slow && now >= this.#raiseAt) {
      this.#proven = this.#window.count;
      this.#window = { ...this.#window, count: this.#window.count + Math.max(1, Math.floor(RAISE * this.#learnt)) };
      this.#raiseAt = now + this.#window.spanMs;
    }
    return Math.max(this.#wait(this.#learntWindow, now), this.#wait(this.#ceiling, now));
  }

  sent(now: number): void {
    this.#runStart ??= now;
    this.#sent.push(now);
    if (this.#sent.length > 2 * KEPT) this.#sent.splice(0, this.#sent.length - KEPT);
  }

  /** The server took a request and answered after so long. */
  taken(answeredAfterMs: number): void {
    this.#answerTimes.push(answeredAfterMs);
    if (this.#answerTimes.length > ANSWERS) this.#answerTimes.shift();
  }

  /** The server refused the request that was sent then, and wants a pause of `waitMs`. */
  refused(sentAt: number, now: number, waitMs: number): void {
    const index = this.#sent.lastIndexOf(sentAt);
    if (index !== -1) this.#sent.splice(index, 1);
    this.#refused ??= new RefusedBurst(now);
    this.#refused.add(sentAt, now + waitMs);
  }

  get #learntWindow(): RequestWindow {
    return { count: this.#window.count, spanMs: this.#window.spanMs * (1 + this.#margin) };
  }

  #wait({ count, spanMs }: RequestWindow, now: number): number {
    const oldest = this.#sent.at(-count);
    return oldest === undefined ? 0 : Math.max(0, oldest + spanMs - now);
  }

  /** After the pause, when the answers to the refused burst are in. */
  #learn(now: number, refused: RefusedBurst): void {
    const { count } = this.#window;
    const trial = count > this.#learnt;
    if (count > WORTH_IT * this.#learnt) this.#patience = PATIENCE_MS;
    else if (trial) this.#patience = Math.min(MAX_PATIENCE_MS, this.#patience * 2);
    if (refused.at - this.#learntAt > LATE_MS) this.#margin = Math.max(this.#leastMargin(), this.#margin / 2);

    const taken = refused.takenPerSecond(this.#sent, this.#runStart ?? refused.at, this.#learntWindow.spanMs);
    const jitter = refused.isScattered(this.#sent);
    if (trial && (jitter || taken > ENOUGH * count)) this.#window = { ...this.#window, count: this.#proven };
    else if (jitter && this.#margin < MOST_MARGIN) this.#margin *= 2;
    else this.#lower(taken);

    this.#learnt = this.#window.count;
    this.#learntAt = now;
    this.#raiseAt = now + this.#patience;
    this.#refused = undefined;
    this.#runStart = undefined;
  }

  /** Half of the jitter there and back is that of the way there. */
  #leastMargin(): number {
    const jitterMs = (Math.max(...this.#answerTimes) - Math.min(...this.#answerTimes)) / 2;
    return Math.min(MARGIN_FOR_JITTER, Math.max(MARGIN, jitterMs / WINDOW_MS));
  }

  #lower(taken: number): void {
    const before = rate(this.#window);
    this.#fruitless = taken === 0 ? this.#fruitless + 1 : 0;
    if (taken === 0 && before === Number.POSITIVE_INFINITY) return;
    // As many as ever; or the pause was too short, or another client took everything: that tells little, the first time.
    if ((taken >= before || this.#fruitless === 1) && this.#margin < MOST_MARGIN) {
      this.#margin *= 2;
      return;
    }
    this.#margin = this.#leastMargin();
    // One refusal is no proof that the server takes next to nothing.
    const least = before === Number.POSITIVE_INFINITY ? SLOWEST : Math.max(1, before / 2);
    const next = Math.min(before, Math.max(least, taken < before ? taken : LOWERED * before));
    // Less than one request a second is one in a longer window.
    this.#window = { count: Math.max(1, Math.floor(next)), spanMs: WINDOW_MS * Math.max(1, 1 / next) };
  }
}
