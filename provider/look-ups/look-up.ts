import { z } from "zod";
import type { Desk } from "./desk.js";

/** One function of the program: its arguments, and how it finds its result. */
export interface LookUp<Args extends object, Result> {
  readonly args: z.ZodType<Args>;
  /** @param fresh whether this run may have changed what is asked for, so that nothing read before counts */
  find(desk: Desk, args: Args, fresh: boolean): Promise<Result>;
}

/** Nothing is there under what was asked for, or the question itself is wrong. */
export class LookUpError extends Error {
  override name = "LookUpError" as const;
}

/** Judges the arguments, then looks. @throws LookUpError that lists every wrong argument. */
export async function answer<Args extends object, Result>(
  { args, find }: LookUp<Args, Result>,
  desk: Desk,
  given: unknown,
  fresh: boolean,
): Promise<Result> {
  const parsed = args.safeParse(given);
  if (!parsed.success) throw new LookUpError(parsed.error.issues.map(sentence).join("; "));
  return find(desk, parsed.data, fresh);
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`;
}
