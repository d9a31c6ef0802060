import type { Clock } from "./clock.js";
import { CancelledError } from "./errors/cancelled-error.js";

/** How long reads may take that find out what became of a write in progress. */
const GRACE_MS = 1500;

/** Ends waits when a run is cancelled. */
export class Cancellation {
  readonly #signal: AbortSignal | undefined;
  readonly #clock: Clock;

  constructor(signal: AbortSignal | undefined, clock: Clock) {
    this.#signal = signal;
    this.#clock = clock;
  }

  get isCancelled(): boolean {
    return this.#signal?.aborted ?? false;
  }

  /**
   * Calls back once the run is cancelled: immediately, or shortly after for work that belongs to a write in progress.
   * @returns calls it off
   */
  whenCancelled(isInHand: boolean, act: () => void): () => void {
    const signal = this.#signal;
    if (signal === undefined) return () => undefined;
    let isOff = false;
    const end = () => {
      if (!isOff) act();
    };
    const start = () => {
      if (isInHand) void this.#clock.sleep(GRACE_MS).then(end);
      else end();
    };
    if (signal.aborted) start();
    else signal.addEventListener("abort", start, { once: true });
    return () => {
      isOff = true;
      signal.removeEventListener("abort", start);
    };
  }

  /** The result of the work, or a CancelledError as soon as the run is cancelled; the work itself continues unobserved. */
  async unlessCancelled<T>(what: string, isInHand: boolean, work: Promise<T>): Promise<T> {
    if (this.#signal === undefined) return work;
    const { promise, reject } = Promise.withResolvers<never>();
    const cancel = this.whenCancelled(isInHand, () => reject(new CancelledError(what)));
    try {
      return await Promise.race([work, promise]);
    } finally {
      cancel();
    }
  }
}
