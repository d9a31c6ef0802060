import { z } from "zod";
import type { FunctionContext } from "./function-context.js";

/** One function of the program: its arguments, and how it finds its result. */
export interface ProviderFunction<Args extends object, Result> {
  readonly args: z.ZodType<Args>;
  /** @param fresh whether this run may have changed what is asked for, so that nothing read before counts */
  find(desk: FunctionContext, args: Args, fresh: boolean): Promise<Result>;
}

/** Nothing is there under what was asked for, or the question itself is wrong. */
export class FunctionError extends Error {
  override name = "FunctionError" as const;
}

/** Judges the arguments, then looks. @throws FunctionError that lists every wrong argument. */
export async function answer<Args extends object, Result>(
  { args, find }: ProviderFunction<Args, Result>,
  desk: FunctionContext,
  given: unknown,
  fresh: boolean,
): Promise<Result> {
  const parsed = args.safeParse(given);
  if (!parsed.success) throw new FunctionError(parsed.error.issues.map(sentence).join("; "));
  return find(desk, parsed.data, fresh);
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`;
}
