/** What is counted in a second, and what the pause after it tells. */
const WINDOW_MS = 1000;

/** A longer pause tells of a longer window; one of a second may come as a date of whole seconds, which is rounded up twice. */
const LONGER_MS = 2500;

/** The refused requests of one burst, and the pause that the server asked for. Times in milliseconds. */
export class RefusedBurst {
  /** When the first answer came. */
  readonly at: number;
  #count = 0;
  #firstSent = Number.POSITIVE_INFINITY;
  #lastSent = Number.NEGATIVE_INFINITY;
  #pausedUntil: number;

  constructor(at: number) {
    this.at = at;
    this.#pausedUntil = at;
  }

  add(sentAt: number, pausedUntil: number): void {
    this.#count += 1;
    this.#firstSent = Math.min(this.#firstSent, sentAt);
    this.#lastSent = Math.max(this.#lastSent, sentAt);
    this.#pausedUntil = Math.max(this.#pausedUntil, pausedUntil);
  }

  /** Whether most of those that were sent later were taken: requests drew together on their way, and the limit was not used up. */
  isScattered(sent: readonly number[]): boolean {
    return sent.filter((sentAt) => sentAt > this.#firstSent).length >= this.#count;
  }

  /**
   * How many requests a second the server seems to take, 0 where it took none.
   * @param sent when the requests were sent that were not refused.
   * @param runStart when the first one after the last pause was sent.
   * @param spanMs the window in which they were paced.
   */
  takenPerSecond(sent: readonly number[], runStart: number, spanMs: number): number {
    // Requests overtake each other, so some after the first refused one were taken; those after the last belong to the next window.
    const takenSince = (from: number) => sent.filter((sentAt) => sentAt >= from && sentAt <= this.#lastSent).length;
    const pauseMs = this.#pausedUntil - this.at;
    if (pauseMs < LONGER_MS) {
      return takenSince(this.#firstSent - WINDOW_MS + 1) || takenSince(this.#firstSent - spanMs);
    }
    // The server counts in a longer window: this run and the pause. Retry-After is rounded up, hence down here.
    const from = Math.max(runStart, this.at - pauseMs);
    return takenSince(from) / Math.max(1, Math.floor((this.#pausedUntil - from) / WINDOW_MS));
  }
}
