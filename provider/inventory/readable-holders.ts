import { ApiError } from "../client/index.js";

const MAY_BE_HIDDEN = ["/apikeys", "/invitations"];

/** Who holds roles; undefined where this key may list no API keys or no invitations. Every other failure stays one. */
export async function readableHolders<T>(holders: Promise<T>): Promise<T | undefined> {
  try {
    return await holders;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403 && MAY_BE_HIDDEN.includes(error.path)) return undefined;
    throw error;
  }
}
