import type { Clock } from "../../provider/client/index.js";

/** Emulator and provider need no more turns of the event loop than this between two waits. */
const TURNS = 4;

interface Timer {
  at: number;
  wake(): void;
}

/** A clock whose time passes only while everything in this process waits for it. */
export class VirtualClock implements Clock {
  #now = Date.parse("2026-01-01T00:00:00Z");
  /** Earliest first; timers of the same instant in the order they were set. */
  readonly #timers: Timer[] = [];
  #running = false;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return this.timer(milliseconds).elapsed;
  }

  /** A sleep that can be cancelled. */
  timer(milliseconds: number): { elapsed: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer: Timer = { at: this.#now + Math.max(0, milliseconds), wake: resolve };
    const before = this.#timers.findLastIndex(({ at }) => at <= timer.at);
    this.#timers.splice(before + 1, 0, timer);
    void this.#run();
    return { elapsed: promise, cancel: () => this.#cancel(timer) };
  }

  /** Lets timers elapse one by one, each once nothing can continue without it. */
  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (;;) {
      for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.shift();
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#running = false;
  }

  #cancel(timer: Timer): void {
    const index = this.#timers.indexOf(timer);
    if (index !== -1) this.#timers.splice(index, 1);
  }
}
