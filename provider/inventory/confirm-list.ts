import { ApiError, type List, NotFoundError } from "../client/index.js";

/**
 * Makes a check that the API shows this key the list that an object belongs to: a gateway that has lost its routes answers 404
 * for everything, in JSON, and so may an API for what a key has no right to see. All who ask at the same moment share one
 * request.
 * @returns rejects where a 404 for an object proves nothing.
 */
export function confirmListExists(list: () => List<unknown>): () => Promise<void> {
  let next: Promise<void> | undefined;
  const ask = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    next = undefined;
    await provable(async () => {
      for await (const _ of list().pages()) break;
    });
  };
  return () => {
    next ??= ask();
    return next;
  };
}

/** Reads a list for a proof that something is gone; says of a refusal that it proves nothing. */
export async function provable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 403 && !(error instanceof NotFoundError))) throw error;
    const why =
      error instanceof NotFoundError
        ? "The list itself is not there, so no 404 proves that an object is gone. Run again later."
        : "The API may answer 404 for whatever a key may not see, so no 404 proves that an object is gone as long as its list is " +
          "forbidden. Nothing left the state. Give the key a role that may read the list, such as read-only, and run again.";
    throw new Error(`${error.message} ${why}`, { cause: error });
  }
}
