import type { TransportResponse } from "./transport.js";

/** A `Date` is rounded, and old by the time that it is read. */
const TOLERANCE_MS = 60_000;

/** How far the server's clock is ahead of this machine's, as its answers tell. */
export class ServerClock {
  #aheadMs = 0;

  /** 0 as long as no answer told anything else, or it is less than a minute. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** @param now this machine's time when the answer came, in milliseconds since 1970 */
  heard({ headers }: TransportResponse, now: number): void {
    const ahead = Date.parse(headers.date ?? "") - now;
    if (!Number.isNaN(ahead)) this.#aheadMs = Math.abs(ahead) < TOLERANCE_MS ? 0 : ahead;
  }
}
