import * as pulumi from "@pulumi/pulumi";
import { ownActivity } from "./own-activity.js";
import { onStackOutputs } from "./stack-outputs.js";

/** What is known of a program while one of its sets waits to be sent. */
export interface RunningProgram {
  /** Grows with everything that the program declares. */
  readonly declared: number;
  /** Whether anything has asked for what a set of the program puts out, and so may wait for it. */
  readonly isSetUsed: boolean;
}

/** How long nothing may be under way before a program counts as ended, or as waiting for the set. */
const QUIET_MS = 200;
/** How long the same may be under way while something may wait for the set; and how long anything at all. */
const PATIENCE_MS = 3_000;
const LIMIT_MS = 4_500;
const LOOK_EVERY_MS = 10;

interface Waiting {
  program: RunningProgram;
  /** When the program last gave a sign of its own, and what was under way last changed. */
  signAt: number;
  sign: string;
  changedAt: number;
  seen: string;
  done(busyWith: string[]): void;
}

const waiting = new Set<Waiting>();
let isLooking = false;

/**
 * Resolves when the program has ended, or goes on no more by itself, with nothing; or with what it is still busy with, where
 * it cannot be told whether it waits for that or for the set. Rejects where the program fails.
 */
export async function programEnd(program: RunningProgram): Promise<string[]> {
  const own = runOf();
  const one: Waiting = { program, signAt: 0, sign: "", changedAt: 0, seen: "", done: () => undefined };
  const rest = new Promise<string[]>((resolve) => {
    one.done = resolve;
  });
  const unwatch = onStackOutputs(() => {
    if (runOf() === own) one.done([]);
  });
  waiting.add(one);
  void lookAtAll();
  try {
    return await Promise.race([rest, stackData()?.then(() => []) ?? rest]);
  } finally {
    unwatch();
    waiting.delete(one);
  }
}

/** Whether this process runs a program of an engine's; under mocks there is no end, and nobody to take anything from. */
export function hasEnd(): boolean {
  return stackData() !== undefined;
}

/** Settles when the program has ended and its outputs are there: those of a set only after the set. */
function stackData(): Promise<unknown> | undefined {
  const data = (pulumi.runtime.getStackResource() as { __data?: unknown } | undefined)?.__data;
  return data instanceof Promise ? data : undefined;
}

/** One process may run several programs, side by side too. */
function runOf(): object | undefined {
  return pulumi.runtime.getMonitor();
}

/** One timer for all: those of several would look like what a program waits for. */
async function lookAtAll(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  while (waiting.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const activity = ownActivity();
    for (const one of waiting) look(one, activity);
  }
  isLooking = false;
}

function look(one: Waiting, activity: string[]): void {
  const now = Date.now();
  const { declared, isSetUsed } = one.program;
  const sign = `${declared} ${isSetUsed}`;
  const seen = `${sign} ${activity.toSorted().join()}`;
  if (sign !== one.sign) Object.assign(one, { sign, signAt: now });
  if (seen !== one.seen) Object.assign(one, { seen, changedAt: now });
  const same = now - one.changedAt;
  const isQuiet = activity.length === 0 && same >= QUIET_MS;
  const isStuck = isSetUsed && (same >= PATIENCE_MS || now - one.signAt >= LIMIT_MS);
  if (isQuiet || isStuck) one.done(activity);
}
