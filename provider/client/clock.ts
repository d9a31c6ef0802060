import { setTimeout as sleep } from "node:timers/promises";

/** The time, replaceable in simulations. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Does something later unless cancelled first; keeps no process alive. Without it, nothing is ever done later. */
  after?(ms: number, act: () => void): { cancel(): void };
}

/** Never jumps: correcting the machine's time must not stretch a wait. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
