import { ApiError } from "../client/index.js";

const MAY_BE_HIDDEN = ["/apikeys", "/invitations"];

/** The holders of roles; undefined if this key may not list API keys or invitations. Every other failure is thrown. */
export async function readableHolders<T>(holders: Promise<T>): Promise<T | undefined> {
  try {
    return await holders;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403 && MAY_BE_HIDDEN.includes(error.path)) return undefined;
    throw error;
  }
}
