import type { Clock } from "../clock.js";
import type { Faults } from "../faults.js";
import type { RequestEntry, RequestLog } from "../request-log.js";
import type { Switches } from "../switch-positions.js";
import type { ListLag } from "./list-lag.js";
import type { ApiKey } from "./objects.js";
import type { Credential, Store, Tenant } from "./store.js";

/** What all parts of the server share. */
export interface CloudOneContext {
  readonly store: Store;
  /** By key id. */
  readonly credentials: Map<string, Credential>;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly lag: ListLag;
  readonly clock: Clock;
  readonly random: () => number;
}

/** What middleware passes to the handlers about a request. */
export interface CloudOneEnv {
  Variables: {
    entry: RequestEntry;
    tenant: Tenant;
    apiKey: ApiKey;
    credential: Credential;
  };
}
