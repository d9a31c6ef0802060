import { ApiError, ConfigError, TransportError } from "../client/index.js";
import { AccountMismatchError } from "../session/account-proof.js";

/**
 * Failures that affect every step of this process: a key that the API does not accept, a server that cannot be reached, a
 * wrong setting. The first object gets the whole reason, and the others point to it.
 */
export class ReportedReasons {
  readonly #labels = new Map<string, string>();

  /** What to say instead of the reason; undefined if this is the first time. */
  repeated(error: Error, label: string): string | undefined {
    const reason = commonReason(error);
    if (reason === undefined) return undefined;
    const first = this.#labels.get(reason);
    if (first === label) return undefined;
    if (first === undefined) this.#labels.set(reason, label);
    return first === undefined ? undefined : `${titleOf(error)}. See above, with ${first}`;
  }
}

/** The reason without the parts that belong to a single request. */
function commonReason(error: Error): string | undefined {
  if (error instanceof ApiError) return error.status === 401 ? `401 ${error.serverMessage}` : undefined;
  if (error instanceof TransportError) return `${error.kind} ${error.message.replace(/^[A-Z]+ \S+/, "")}`;
  return error instanceof ConfigError || error instanceof AccountMismatchError ? error.message : undefined;
}

function titleOf(error: Error): string {
  if (error instanceof ApiError) return `${error.status}, the API does not accept the key`;
  if (error instanceof TransportError) return "no response";
  return error instanceof ConfigError
    ? "the configuration is wrong"
    : "the key is not proven to belong to this account";
}
