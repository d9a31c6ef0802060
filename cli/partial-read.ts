import { ApiError, DeadlineError, InvalidResponseError, TransportError } from "../provider/client/index.js";

/** One list or object of the account, read in full, or the reason why it could not be read. */
export type PartialRead<T> = { readonly value: T } | { readonly missing: string };

/** Reads one part; a refusal by the API is recorded and does not stop the others. */
export async function readPart<T>(what: string, reading: Promise<T>): Promise<PartialRead<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const isAnswer = [ApiError, InvalidResponseError, TransportError, DeadlineError].some(
      (one) => error instanceof one,
    );
    if (!(error instanceof Error) || !isAnswer) throw error;
    return { missing: `${what} could not be read: ${error.message}` };
  }
}

/** The value; undefined if it could not be read. */
export function partValue<T>(part: PartialRead<T>): T | undefined {
  return "value" in part ? part.value : undefined;
}

/** The reasons why parts could not be read. */
export function missingOf(...parts: readonly PartialRead<unknown>[]): string[] {
  return parts.flatMap((part) => ("missing" in part ? [part.missing] : []));
}
