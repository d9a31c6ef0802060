import * as pulumi from "@pulumi/pulumi";
import { ownActivity } from "./own-activity.js";
import { onStackOutputs } from "./stack-outputs.js";

/** What is known about a program while one of its sets waits to be sent. */
interface RunningProgram {
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
const POLL_MS = 10;

interface Waiting {
  program: RunningProgram;
  /** When the program last declared or read something, and when its activity last changed. */
  progressAt: number;
  progress: string;
  changedAt: number;
  seen: string;
  done(busyWith: string[]): void;
}

const waiting = new Set<Waiting>();
let isPolling = false;

/**
 * Resolves with an empty list once the program has ended or will not continue on its own. If it cannot be determined whether
 * the program waits for the set or for something else, resolves with what it is still busy with. Rejects if the program fails.
 */
export async function programEnd(program: RunningProgram): Promise<string[]> {
  const own = runOf();
  const one: Waiting = { program, progressAt: 0, progress: "", changedAt: 0, seen: "", done: () => undefined };
  const rest = new Promise<string[]>((resolve) => {
    one.done = resolve;
  });
  const unwatch = onStackOutputs(() => {
    if (runOf() === own) one.done([]);
  });
  waiting.add(one);
  void pollAll();
  try {
    return await Promise.race([rest, stackData()?.then(() => []) ?? rest]);
  } finally {
    unwatch();
    waiting.delete(one);
  }
}

/** Whether this process runs a program for an engine. Under mocks there is no end, and no access to take away. */
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
async function pollAll(): Promise<void> {
  if (isPolling) return;
  isPolling = true;
  while (waiting.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const activity = ownActivity();
    for (const one of waiting) poll(one, activity);
  }
  isPolling = false;
}

function poll(one: Waiting, activity: string[]): void {
  const now = Date.now();
  const { declared, isSetUsed } = one.program;
  const progress = `${declared} ${isSetUsed}`;
  const seen = `${progress} ${activity.toSorted().join()}`;
  if (progress !== one.progress) Object.assign(one, { progress, progressAt: now });
  if (seen !== one.seen) Object.assign(one, { seen, changedAt: now });
  const unchanged = now - one.changedAt;
  const isQuiet = activity.length === 0 && unchanged >= QUIET_MS;
  const isStuck = isSetUsed && (unchanged >= PATIENCE_MS || now - one.progressAt >= LIMIT_MS);
  if (isQuiet || isStuck) one.done(activity);
}
