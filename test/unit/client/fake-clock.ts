import type { Clock } from "../../../provider/client/index.js";

interface Timer {
  at: number;
  wake: () => void;
}

/** A clock that moves only while everything waits for it, so an hour passes instantly. */
export class FakeClock implements Clock {
  #now: number;
  #timers: Timer[] = [];
  /** Every requested sleep, in milliseconds. */
  readonly sleeps: number[] = [];

  constructor(startMs = Date.UTC(2030, 0, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((wake) => {
      const timer = { at: this.#now + ms, wake };
      const index = this.#timers.findLastIndex(({ at }) => at <= timer.at);
      this.#timers.splice(index + 1, 0, timer);
    });
  }

  after(ms: number, act: () => void): { cancel(): void } {
    const timer = { at: this.#now + ms, wake: act };
    const index = this.#timers.findLastIndex(({ at }) => at <= timer.at);
    this.#timers.splice(index + 1, 0, timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }

  /** Lets time pass until the work is done; fails if nothing is left that could continue it. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    work.then(settle, settle);
    await idle();
    while (!settled) {
      const next = this.#timers.shift();
      if (next === undefined) throw new Error("The work waits for something other than the clock.");
      this.#now = next.at;
      next.wake();
      while (this.#timers[0]?.at === next.at) this.#timers.shift()?.wake();
      await idle();
    }
    return work;
  }
}

/** Resolves once everything that needs no time has run. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
