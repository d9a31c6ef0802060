import { ApiError } from "./api-error.js";

/** The result of a read; undefined if the API refuses it as expected. Every other failure is thrown. */
export async function unlessRefused<T>(
  reading: Promise<T>,
  isExpected: (refusal: ApiError) => boolean = () => true,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && isExpected(error)) return undefined;
    throw error;
  }
}
