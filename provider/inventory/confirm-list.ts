import { ApiError, type List, NotFoundError } from "../client/index.js";
import { shareNext } from "./share-next.js";

/**
 * Creates a check that the API shows this key the list that an object belongs to: a gateway that has lost its routes returns a
 * JSON 404 for everything, and an API may do so for objects that a key may not see.
 * @returns a function that rejects if a 404 for an object proves nothing; its callers share requests, see {@link shareNext}
 */
export function confirmListExists(list: () => List<unknown>): () => Promise<void> {
  return shareNext(() =>
    provable(async () => {
      for await (const _ of list().pages()) break;
    }),
  );
}

/** Reads a list to prove that something is gone; if that is refused, the error explains that nothing is proven. */
export async function provable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 403 && !(error instanceof NotFoundError))) throw error;
    const why =
      error instanceof NotFoundError
        ? "The list itself was not found, so no 404 proves that an object is gone. Run again later."
        : "The API may return 404 for anything that a key may not see, so no 404 proves that an object is gone while its list is " +
          "forbidden. Nothing was taken out of the state. Give the key a role that may read the list, such as read-only, and run again.";
    throw new Error(`${error.message} ${why}`, { cause: error });
  }
}
