import { RefusalWindow } from "./refusal-window.js";
import { RequestHistory, type SentRequest } from "./request-history.js";
import { type RequestWindow, rate, UNBOUNDED } from "./request-window.js";

/** The window in which requests are counted. Servers count in seconds or in multiples of them. */
const WINDOW_MS = 1000;
/** How far the pace stays below what the server was seen to take; doubled where that is not enough. */
const MARGIN = 0.01;
const MOST_MARGIN = 0.16;
/** After so long without a refusal the margin may shrink. */
const LATE_MS = 60_000;
/** How long a pace is kept before a higher one is tried; doubled each time the trial is refused. */
const PATIENCE_MS = 60_000;
const MAX_PATIENCE_MS = 300_000;
/** A trial adds so much of the learnt pace each second, and one request at least. */
const RAISE = 0.05;
/** A trial that got this far has shown that the server takes more than before. */
const WORTH_IT = 1.5;
/** Of what was tried: if so much was taken, the step before was right. */
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
  readonly #sent = new RequestHistory();
  /** What the server is thought to take, without the margin. */
  #window: RequestWindow = UNBOUNDED;
  #ceiling: RequestWindow = UNBOUNDED;
  /** When the first request after the last pause was sent. */
  #runStart: number | undefined;
  #refused: RefusalWindow | undefined;
  /** The requests per window after the last refusal, and when that was. */
  #learnt = Number.POSITIVE_INFINITY;
  #learntAt = Number.NEGATIVE_INFINITY;
  /** The requests per window before the last raise. */
  #proven = Number.POSITIVE_INFINITY;
  #margin = MARGIN;
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
    const slow = this.#sent.wait(this.#learntWindow, now) > 0 && rate(this.#learntWindow) < rate(this.#ceiling);
    if (slow && now >= this.#raiseAt) {
      this.#proven = this.#window.count;
      this.#window = { ...this.#window, count: this.#window.count + Math.max(1, Math.floor(RAISE * this.#learnt)) };
      this.#raiseAt = now + this.#window.spanMs;
    }
    return Math.max(this.#sent.wait(this.#learntWindow, now), this.#sent.wait(this.#ceiling, now));
  }

  sent(now: number): SentRequest {
    this.#runStart ??= now;
    return this.#sent.add(now);
  }

  /** The server took the request and has answered. */
  taken(request: SentRequest, now: number): void {
    this.#sent.answered(request, now);
  }

  /** The server refused the request, and wants a pause of `waitMs`. */
  refused(request: SentRequest, now: number, waitMs: number): void {
    this.#sent.remove(request);
    this.#refused ??= new RefusalWindow(now);
    this.#refused.add(request.sentAt, now + waitMs);
  }

  get #learntWindow(): RequestWindow {
    return { count: this.#window.count, spanMs: this.#window.spanMs * (1 + this.#margin) };
  }

  /** After the pause, when the answers to the refused burst are in. */
  #learn(now: number, refused: RefusalWindow): void {
    const { count } = this.#window;
    const trial = count > this.#learnt;
    if (count > WORTH_IT * this.#learnt) this.#patience = PATIENCE_MS;
    else if (trial) this.#patience = Math.min(MAX_PATIENCE_MS, this.#patience * 2);
    if (refused.at - this.#learntAt > LATE_MS) this.#margin = Math.max(MARGIN, this.#margin / 2);

    const runStart = this.#runStart ?? refused.at;
    const taken = refused.takenPerSecond(this.#sent.all, runStart);
    const steady = refused.firstSent - runStart > WINDOW_MS && count !== Number.POSITIVE_INFINITY;
    if (trial && taken > ENOUGH * count) this.#window = { ...this.#window, count: this.#proven };
    // It went well for a window at least: requests drew together on their way, or the server takes a little less.
    else if (steady && this.#margin < MOST_MARGIN) this.#margin *= 2;
    else this.#lower(taken);

    this.#learnt = this.#window.count;
    this.#learntAt = now;
    this.#raiseAt = now + this.#patience;
    this.#refused = undefined;
    this.#runStart = undefined;
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
    this.#margin = MARGIN;
    // One refusal is no proof that the server takes next to nothing.
    const least = before === Number.POSITIVE_INFINITY ? SLOWEST : Math.max(1, before / 2);
    const next = Math.min(before, Math.max(least, taken < before ? taken : LOWERED * before));
    // Less than one request a second is one in a longer window.
    this.#window = { count: Math.max(1, Math.floor(next)), spanMs: WINDOW_MS * Math.max(1, 1 / next) };
  }
}
