import { isDeepStrictEqual } from "node:util";
import { showCheck } from "./narrate.ts";

/** Something did not go as described. */
export class StoryError extends Error {
  override name = "StoryError" as const;
}

let count = 0;

/** Compares the account with what the demo expects, and prints the result. */
export function check(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) {
    const show = (value: unknown) => JSON.stringify(value, undefined, 2);
    throw new StoryError(`Not as described: ${what}.\nExpected: ${show(expected)}\nFound: ${show(actual)}`);
  }
  count += 1;
  showCheck(what);
}

export function checksDone(): number {
  return count;
}
