import { unlessRefused } from "../client/errors/unless-refused.js";

const MAY_BE_HIDDEN = ["/apikeys", "/invitations"];

/** The holders of roles; undefined if this key may not list API keys or invitations. */
export function readableHolders<T>(holders: Promise<T>): Promise<T | undefined> {
  return unlessRefused(holders, ({ status, path }) => status === 403 && MAY_BE_HIDDEN.includes(path));
}
