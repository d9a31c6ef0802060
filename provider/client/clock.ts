import { setTimeout as sleep } from "node:timers/promises";

/** The time, as a seam for simulations. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Does something later, unless it is called off first; keeps no process alive. Where there is none, it is never done. */
  after?(ms: number, act: () => void): { callOff(): void };
}

/** Never jumps: a correction of the machine's time must not stretch a wait. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    timer.unref();
    return { callOff: () => clearTimeout(timer) };
  },
};
