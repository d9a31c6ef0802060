import { type RefusalEvidence, RefusalWindow } from "./refusal-window.js";
import { RequestHistory, type SentRequest } from "./request-history.js";
import { type RequestWindow, rate, UNBOUNDED } from "./request-window.js";

/** The window in which requests are counted. Servers count in seconds or in multiples of them. */
const WINDOW_MS = 1000;
/** How far the pace stays below what the server was seen to accept; doubled if that is not enough. */
const MARGIN = 0.01;
const MOST_MARGIN = 0.16;
/** After this long without a refusal the margin may shrink. */
const LATE_MS = 60_000;
/** How long to keep a pace before trying a higher one; doubled each time the trial is refused. */
const PATIENCE_MS = 60_000;
const MAX_PATIENCE_MS = 300_000;
/** A trial adds this fraction of the learnt pace each second, and at least one request. */
const RAISE = 0.05;
/** A trial that got this far has shown that the server accepts more than before. */
const WORTH_IT = 1.5;
/** If the server accepted this fraction of what was tried, the previous step was right. */
const ENOUGH = 0.75;
/** Used if what was accepted does not say how far to lower the pace. */
const LOWERED = 0.8;
/** Requests per second, whatever the server says. */
const SLOWEST = 0.1;
/** A first refusal after fewer requests may be caused by others: what it suggests is tentative. */
const FEW = 20;
/** How soon after the pause a tentative pace is doubled, again and again. */
const DOUBLE_EVERY_MS = 1000;
/** A tentative pace that got this far was wrong. In requests per second. */
const REFUTED = 1000;
/** A second refusal at no more than this many times a tentative pace confirms it. */
const AGREES = 1.5;

/**
 * How fast requests may be sent, learnt from the server's refusals (additive increase, multiplicative decrease).
 * Requests are counted in a sliding window, as servers do, and not spread evenly: after a pause a whole window is free,
 * and spacing would waste it. One refusal proves no limit, since others may share it: if it came after few requests, or
 * the server accepted what was sent after it, the pace soon returns to where it was, unless a second refusal confirms the
 * first. Pure: the caller supplies the time, in milliseconds.
 */
export class Pace {
  readonly #sent = new RequestHistory();
  /** What the server probably accepts, without the margin. */
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
  /** How often in a row the server accepted nothing between two pauses. */
  #fruitless = 0;
  #patience = PATIENCE_MS;
  #raiseAt = Number.POSITIVE_INFINITY;
  /** What one refusal suggests but nothing has confirmed yet. */
  #tentative: RequestWindow | undefined;
  /** When the last refusal came that the server's other responses contradict. */
  #contradictedAt = Number.NEGATIVE_INFINITY;

  /** Requests per second, Infinity while no limit is known. */
  get perSecond(): number {
    return Math.min(rate(this.#learntWindow), rate(this.#ceiling));
  }

  /** Never go faster than this, whatever the server accepts. */
  limitTo(perSecond: number): void {
    const count = Math.max(1, Math.floor(perSecond));
    const ceiling = { count, spanMs: WINDOW_MS * Math.max(1, count / perSecond) * (1 + MARGIN) };
    if (rate(ceiling) < rate(this.#ceiling)) this.#ceiling = ceiling;
  }

  /** Milliseconds until the waiting request may be sent. Do not call this while the server wants a pause. */
  delay(now: number): number {
    if (this.#refused !== undefined) this.#learn(now, this.#refused);
    // For a long time only the learnt pace has held requests back: try a higher one.
    const slow = this.#sent.wait(this.#learntWindow, now) > 0 && rate(this.#learntWindow) < rate(this.#ceiling);
    if (slow && now >= this.#raiseAt) this.#raise(now);
    return Math.max(this.#sent.wait(this.#learntWindow, now), this.#sent.wait(this.#ceiling, now));
  }

  sent(now: number): SentRequest {
    this.#runStart ??= now;
    return this.#sent.add(now);
  }

  /** The server accepted the request and has responded. */
  taken(request: SentRequest, now: number): void {
    this.#sent.responded(request, now);
  }

  /** The server refused the request, and wants a pause of `waitMs`. */
  refused(request: SentRequest, now: number, waitMs: number): void {
    this.#sent.remove(request);
    this.#refused ??= new RefusalWindow(now);
    this.#refused.add(request, now + waitMs);
  }

  get #learntWindow(): RequestWindow {
    return { count: this.#window.count, spanMs: this.#window.spanMs * (1 + this.#margin) };
  }

  #raise(now: number): void {
    if (this.#tentative !== undefined) {
      this.#window = { ...this.#window, count: 2 * this.#window.count };
      this.#raiseAt = now + DOUBLE_EVERY_MS;
      if (rate(this.#window) < REFUTED) return;
      this.#window = UNBOUNDED;
      this.#tentative = undefined;
      return;
    }
    this.#proven = this.#window.count;
    this.#window = { ...this.#window, count: this.#window.count + Math.max(1, Math.floor(RAISE * this.#learnt)) };
    this.#raiseAt = now + this.#window.spanMs;
  }

  /** After the pause, when the responses to the refused burst are in. */
  #learn(now: number, refused: RefusalWindow): void {
    const evidence = refused.evidence(this.#sent.all, this.#runStart ?? refused.at);
    if (this.#window === UNBOUNDED || this.#tentative !== undefined) this.#learnFirst(now, refused.at, evidence);
    else this.#learnAgain(now, refused, evidence.perSecond);
    this.#refused = undefined;
    this.#runStart = undefined;
  }

  /** No limit is known yet, or one is only suspected. */
  #learnFirst(now: number, refusedAt: number, { perSecond, taken, isContradicted }: RefusalEvidence): void {
    const before = this.#tentative;
    if (taken === 0) {
      // The pause was too short, or another client used up the limit.
      if (before !== undefined) this.#settle(now, before, DOUBLE_EVERY_MS);
      return;
    }
    const wasContradicted = refusedAt - this.#contradictedAt <= LATE_MS;
    if (isContradicted) this.#contradictedAt = refusedAt;
    if (isContradicted && !wasContradicted && before === undefined) return;
    const isConfirmed = before !== undefined && perSecond <= AGREES * rate(before);
    // This much was accepted at first; a trial begins within the window of what preceded it, so it shows too little.
    const window = windowOf(Math.max(before === undefined ? SLOWEST : rate(before), perSecond));
    this.#tentative = isConfirmed || (taken >= FEW && !isContradicted) ? undefined : window;
    this.#settle(now, window, this.#tentative === undefined ? this.#patience : DOUBLE_EVERY_MS);
  }

  #learnAgain(now: number, refused: RefusalWindow, taken: number): void {
    const { count } = this.#window;
    const trial = count > this.#learnt;
    if (count > WORTH_IT * this.#learnt) this.#patience = PATIENCE_MS;
    else if (trial) this.#patience = Math.min(MAX_PATIENCE_MS, this.#patience * 2);
    if (refused.at - this.#learntAt > LATE_MS) this.#margin = Math.max(MARGIN, this.#margin / 2);

    const runStart = this.#runStart ?? refused.at;
    const steady = refused.firstSent - runStart > WINDOW_MS;
    if (trial && taken > ENOUGH * count) this.#window = { ...this.#window, count: this.#proven };
    // It went well for at least one window: requests bunched up in transit, or the server accepts a little less.
    else if (steady && this.#margin < MOST_MARGIN) this.#margin *= 2;
    else this.#lower(taken);

    this.#settle(now, this.#window, this.#patience);
  }

  /** Assumes that the server accepts this, until a higher pace is tried. */
  #settle(now: number, window: RequestWindow, patienceMs: number): void {
    this.#window = window;
    this.#learnt = window.count;
    this.#learntAt = now;
    this.#raiseAt = now + patienceMs;
  }

  #lower(taken: number): void {
    const before = rate(this.#window);
    this.#fruitless = taken === 0 ? this.#fruitless + 1 : 0;
    // As many as ever; or the pause was too short, or another client used up the limit: the first time that means little.
    if ((taken >= before || this.#fruitless === 1) && this.#margin < MOST_MARGIN) {
      this.#margin *= 2;
      return;
    }
    this.#margin = MARGIN;
    // One refusal does not prove that the server accepts next to nothing.
    const least = Math.max(1, before / 2);
    this.#window = windowOf(Math.min(before, Math.max(least, taken < before ? taken : LOWERED * before)));
  }
}

/** Less than one request a second means one in a longer window. */
function windowOf(perSecond: number): RequestWindow {
  return { count: Math.max(1, Math.floor(perSecond)), spanMs: WINDOW_MS * Math.max(1, 1 / perSecond) };
}
