import type { SentRequest } from "./request-history.js";

/** What is counted in a second, and what the pause after it tells. */
const WINDOW_MS = 1000;
/** A longer pause tells of a longer window; one of a second may come as a date, rounded up, against one rounded down. */
const LONGER_MS = 3500;

/** The refused requests of one burst, and the pause that the server asked for. Times in milliseconds. */
export class RefusalWindow {
  /** When the first answer came. */
  readonly at: number;
  /** When the first of them was sent. */
  firstSent = Number.POSITIVE_INFINITY;
  #lastSent = Number.NEGATIVE_INFINITY;
  #pausedUntil: number;

  constructor(at: number) {
    this.at = at;
    this.#pausedUntil = at;
  }

  add(sentAt: number, pausedUntil: number): void {
    this.firstSent = Math.min(this.firstSent, sentAt);
    this.#lastSent = Math.max(this.#lastSent, sentAt);
    this.#pausedUntil = Math.max(this.#pausedUntil, pausedUntil);
  }

  /**
   * How many requests a second the server seems to take, 0 where it took none.
   * @param sent the requests that were not refused.
   * @param runStart when the first one after the last pause was sent.
   */
  takenPerSecond(sent: readonly SentRequest[], runStart: number): number {
    // Requests overtake each other, so some after the first refused one were taken; those after the last belong to the next window.
    const takenSince = (from: number) =>
      sent.filter(({ sentAt }) => sentAt >= Math.max(from, runStart) && sentAt <= this.#lastSent).length;
    const pauseMs = this.#pausedUntil - this.at;
    if (pauseMs < LONGER_MS) return takenSince(this.firstSent - WINDOW_MS + 1);
    // The server counts in a longer window: this run and the pause. Retry-After is rounded up, hence down here.
    const from = Math.max(runStart, this.at - pauseMs);
    return takenSince(from) / Math.max(1, Math.floor((this.#pausedUntil - from) / WINDOW_MS));
  }
}
