import type { TransportResponse } from "./transport.js";

/** A `Date` is rounded, and already old when it is read. */
const TOLERANCE_MS = 60_000;

/**
 * How far the server's clock is ahead of this machine's, according to its own responses. One response changes nothing: it
 * may come from a cache, or from a machine whose clock is wrong; two in a row that agree do.
 */
export class ServerClock {
  #aheadMs = 0;
  #lastMs = Number.NaN;

  /** 0 until responses say otherwise, or if it is less than a minute. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /**
   * @param response one that is the API's own
   * @param now this machine's time when the response came, in milliseconds since 1970
   */
  heard({ headers }: Pick<TransportResponse, "headers">, now: number): void {
    const ahead = Date.parse(headers.date ?? "") - now;
    if (Number.isNaN(ahead)) return;
    if (Math.abs(ahead - this.#lastMs) < TOLERANCE_MS) this.#aheadMs = Math.abs(ahead) < TOLERANCE_MS ? 0 : ahead;
    this.#lastMs = ahead;
  }
}
