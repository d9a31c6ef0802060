import type { TransportResponse } from "./transport.js";

/** A `Date` is rounded, and old by the time that it is read. */
const TOLERANCE_MS = 60_000;

/**
 * How far the server's clock is ahead of this machine's, as its own answers tell. One answer moves nothing: it may come out
 * of a cache, or from a machine whose clock is wrong; two in a row that agree do.
 */
export class ServerClock {
  #aheadMs = 0;
  #lastMs = Number.NaN;

  /** 0 as long as no answers told anything else, or it is less than a minute. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /**
   * @param answer one that is the API's own
   * @param now this machine's time when the answer came, in milliseconds since 1970
   */
  heard({ headers }: Pick<TransportResponse, "headers">, now: number): void {
    const ahead = Date.parse(headers.date ?? "") - now;
    if (Number.isNaN(ahead)) return;
    if (Math.abs(ahead - this.#lastMs) < TOLERANCE_MS) this.#aheadMs = Math.abs(ahead) < TOLERANCE_MS ? 0 : ahead;
    this.#lastMs = ahead;
  }
}
