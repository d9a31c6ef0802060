import * as pulumi from "@pulumi/pulumi";
import { ownActivity } from "./own-activity.js";
import { onStackOutputs } from "./stack-outputs.js";

/** What is known about a program while one of its sets waits to be sent. */
export interface RunningProgram {
  /** Grows with everything that the program declares. */
  readonly declared: number;
  /** Whether anything has read an output of one of the program's sets, and so may wait for it. */
  readonly isSetUsed: boolean;
}

/** A program that has been idle this long counts as ended, or as waiting for the set. */
const QUIET_MS = 200;
/** While something may wait for the set: how long the same activity may last, and how long any activity may. */
const PATIENCE_MS = 3_000;
const LIMIT_MS = 4_500;
const LOOK_EVERY_MS = 10;

interface Waiting {
  program: RunningProgram;
  /** When the program last declared or read something, and when its activity last changed. */
  signAt: number;
  sign: string;
  changedAt: number;
  seen: string;
  done(busyWith: string[]): void;
}

const waiting = new Set<Waiting>();
let isLooking = false;

/**
 * Resolves with an empty list once the program has ended or will not continue on its own. If it cannot be determined whether
 * the program waits for the set or for something else, resolves with what it is still busy with. Rejects if the program fails.
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

/** Whether this process runs a program for an engine. Under mocks there is no end, and no one to take anything from. */
export function hasEnd(): boolean {
  return stackData() !== undefined;
}

/** Settles when the program has ended and its outputs are known: a set's outputs are known only after the set. */
function stackData(): Promise<unknown> | undefined {
  const data = (pulumi.runtime.getStackResource() as { __data?: unknown } | undefined)?.__data;
  return data instanceof Promise ? data : undefined;
}

/** One process may run several programs, even concurrently. */
function runOf(): object | undefined {
  return pulumi.runtime.getMonitor();
}

/** One timer for all of them: with several, each would look like something that the program waits for. */
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
