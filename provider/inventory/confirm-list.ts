import { ApiError, type List, NotFoundError } from "../client/index.js";

/**
 * Makes a check that the API knows the list that an object belongs to: a gateway that has lost its routes answers 404 for
 * everything, in JSON. All who ask at the same moment share one request.
 * @returns resolves where the API answers for the list, be it to forbid it; rejects where a 404 proves nothing.
 */
export function confirmListExists(list: () => List<unknown>): () => Promise<void> {
  let next: Promise<void> | undefined;
  const ask = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    next = undefined;
    try {
      for await (const _ of list().pages()) break;
    } catch (error) {
      if (error instanceof NotFoundError) {
        throw new Error(
          `${error.message} The list itself is not there, so no 404 proves that an object is gone. Run again later.`,
          { cause: error },
        );
      }
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
    }
  };
  return () => {
    next ??= ask();
    return next;
  };
}
