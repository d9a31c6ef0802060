import type { Clock } from "../clock.js";
import type { Faults } from "../faults.js";
import type { RequestEntry, RequestLog } from "../request-log.js";
import type { Switches } from "../switch-positions.js";
import type { SailPointTenant } from "./tenant.js";

/** What all parts of the SailPoint server share. */
export interface SailPointContext {
  readonly tenant: SailPointTenant;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: Clock;
  readonly random: () => number;
}

/** What middleware passes to the handlers about a request. */
export interface SailPointEnv {
  Variables: { entry: RequestEntry };
}
