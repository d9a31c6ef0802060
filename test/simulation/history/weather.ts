import { faultKinds } from "../../../emulator/fault-kinds.js";
import type { FaultKind, FaultRule } from "../../../emulator/index.js";
import type { Chance } from "../chance.js";

const KINDS = Object.keys(faultKinds) as FaultKind[];
const PLACES = ["/roles", "/roles/*", "/users", "/users/*", "/accounts/*", "/apikeys", "/apikeys/*", "/invitations"];

/** What goes wrong between the provider and the server during one run. */
export function drawFaults(chance: Chance): FaultRule[] {
  return Array.from({ length: chance.pick([0, 0, 1, 1, 2, 4]) }, () => drawFault(chance));
}

function drawFault(chance: Chance): FaultRule {
  const method = chance.pick([undefined, undefined, "GET", "POST", "DELETE"]);
  const path = chance.happens(0.6) ? chance.pick(PLACES) : undefined;
  return {
    match: { nth: chance.whole(1, 8), ...(method && { method }), ...(path && { path }) },
    kind: chance.pick(KINDS),
    times: chance.pick([1, 1, 1, 3, 6, Number.POSITIVE_INFINITY]),
    retryAfterSeconds: chance.pick([0, 1, 20, 250, 4000]),
    delayMs: chance.pick([1000, 90_000]),
  };
}

export function describeFault({ kind, match = {}, times }: FaultRule): string {
  const { method = "any method", path = "any path", nth } = match;
  return `${kind} for ${method} ${path} from the ${nth}th on, ${times === Number.POSITIVE_INFINITY ? "forever" : `${times} times`}`;
}
