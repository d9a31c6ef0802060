import { z } from "zod";
import type { FunctionContext } from "./function-context.js";

/** One function that programs can call: its arguments, and how it finds its result. */
export interface ProviderFunction<Args extends object, Result> {
  readonly args: z.ZodType<Args>;
  /** @param fresh whether this run may have changed the result, so that earlier reads do not count */
  find(context: FunctionContext, args: Args, fresh: boolean): Promise<Result>;
}

/** Nothing was found, or the arguments are wrong. */
export class FunctionError extends Error {
  override name = "FunctionError" as const;
}

/** Validates the arguments, then finds the result. @throws FunctionError that lists every wrong argument. */
export async function runFunction<Args extends object, Result>(
  { args, find }: ProviderFunction<Args, Result>,
  context: FunctionContext,
  given: unknown,
  fresh: boolean,
): Promise<Result> {
  const parsed = args.safeParse(given);
  if (!parsed.success) throw new FunctionError(parsed.error.issues.map(sentence).join("; "));
  return find(context, parsed.data, fresh);
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`;
}
