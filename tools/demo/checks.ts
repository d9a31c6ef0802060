import { isDeepStrictEqual } from "node:util";
import { showCheck } from "./narrate.ts";

/** Something did not go as the story says. */
export class StoryError extends Error {
  override name = "StoryError" as const;
}

let count = 0;

/** Compares the account with what the story says, and prints the result. */
export function check(what: string, actual: unknown, told: unknown): void {
  if (!isDeepStrictEqual(actual, told)) {
    const show = (value: unknown) => JSON.stringify(value, undefined, 2);
    throw new StoryError(`Not as the story says: ${what}.\nStory: ${show(told)}\nFound: ${show(actual)}`);
  }
  count += 1;
  showCheck(what);
}

export function checksDone(): number {
  return count;
}
