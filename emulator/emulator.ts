import type { Edits } from "./cloudone/edits.js";
import type { Store } from "./cloudone/store.js";
import type { Faults } from "./faults.js";
import type { RequestEntry } from "./request-log.js";
import type { SailPointAccount } from "./sailpoint/account-object.js";
import type { SailPointEdits } from "./sailpoint/edits.js";
import type { Snapshot } from "./snapshot.js";
import type { Switches } from "./switch-positions.js";

/** The SailPoint side of an emulator. */
export interface EmulatedSailPoint {
  /** By id, live. */
  readonly accounts: ReadonlyMap<string, SailPointAccount>;
  readonly edit: SailPointEdits;
}

/** A Cloud One server that is not listening yet. */
export interface Emulator {
  /** The server; `app.fetch(request)` responds without a socket. The base URL's path is `/api`, SailPoint's `/sailpoint`. */
  readonly app: { fetch(request: Request, environment?: object): Response | Promise<Response> };
  /** The objects of the first account, live; `of(accountId)` for another. */
  readonly store: Store;
  /** The requests, in order of arrival. */
  readonly requests: readonly RequestEntry[];
  /** The write requests that reached an operation, which carried them out or refused them. */
  writes(): RequestEntry[];
  clearRequests(): void;
  /** What people can do in the vendor's console, in the first account. */
  readonly edit: Edits;
  /** The same in another account. */
  editOf(accountId: string): Edits;
  readonly sailpoint: EmulatedSailPoint;
  readonly faults: Faults;
  /** Live: a change applies from the next request on. */
  readonly switches: Switches;
  /** The store as plain JSON, by account id, without `lastActivity`, which moves by itself. */
  snapshot(): Snapshot;
}
