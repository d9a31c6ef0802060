import type { SentRequest } from "./request-history.js";

/** The shortest window in which servers count. */
const WINDOW_MS = 1000;
/** A longer pause means a longer window; a pause of a second may come as a date rounded up, compared with one rounded down. */
const LONGER_MS = 3500;

/** What a burst of refusals says about the server's limit. */
export interface RefusalEvidence {
  /** How many requests a second the server seems to accept, 0 if it accepted none. */
  perSecond: number;
  /** How many requests this is based on. */
  taken: number;
  /** The server accepted more requests after the refused ones than it refused: our number was not the problem. */
  isContradicted: boolean;
}

/** The refused requests of one burst, and the pause that the server asked for. Times in milliseconds. */
export class RefusalWindow {
  /** When the first response came. */
  readonly at: number;
  /** When the first of them was sent. */
  firstSent = Number.POSITIVE_INFINITY;
  #refused = 0;
  #lastSent = Number.NEGATIVE_INFINITY;
  #lastOrder = -1;
  #pausedUntil: number;

  constructor(at: number) {
    this.at = at;
    this.#pausedUntil = at;
  }

  add({ sentAt, order }: Pick<SentRequest, "sentAt" | "order">, pausedUntil: number): void {
    this.#refused += 1;
    this.firstSent = Math.min(this.firstSent, sentAt);
    this.#lastSent = Math.max(this.#lastSent, sentAt);
    this.#lastOrder = Math.max(this.#lastOrder, order);
    this.#pausedUntil = Math.max(this.#pausedUntil, pausedUntil);
  }

  /**
   * @param sent the requests that were not refused.
   * @param runStart when the first one after the last pause was sent.
   */
  evidence(sent: readonly SentRequest[], runStart: number): RefusalEvidence {
    const takenAfter = sent.filter(({ order, isTaken }) => isTaken && order > this.#lastOrder).length;
    const isContradicted = takenAfter > this.#refused;
    // Requests overtake each other, so some after the first refused one were accepted; those after the last are in the next window.
    const takenSince = (from: number) =>
      sent.filter(({ sentAt }) => sentAt >= Math.max(from, runStart) && sentAt <= this.#lastSent).length;
    const pauseMs = this.#pausedUntil - this.at;
    if (pauseMs < LONGER_MS) {
      const taken = takenSince(this.firstSent - WINDOW_MS + 1);
      return { perSecond: taken, taken, isContradicted };
    }
    // The server counts in a longer window: this run and the pause. Retry-After is rounded up, so round down here.
    const from = Math.max(runStart, this.at - pauseMs);
    const taken = takenSince(from);
    const perSecond = taken / Math.max(1, Math.floor((this.#pausedUntil - from) / WINDOW_MS));
    return { perSecond, taken, isContradicted };
  }
}
