import type { Clock } from "./clock.js";
import { Governor } from "./governor.js";

const governors = new WeakMap<Clock, Map<string, Governor>>();

export interface Credential {
  baseUrl: string;
  keyId: string;
  /** Simulations have a clock each, and so governors of their own. */
  clock: Clock;
}

/** The one governor that all clients of a credential share in this process. */
export function governorFor({ baseUrl, keyId, clock }: Credential): Governor {
  const ofClock = governors.get(clock) ?? new Map<string, Governor>();
  governors.set(clock, ofClock);
  const name = `${keyId} ${baseUrl}`;
  const governor = ofClock.get(name) ?? new Governor({ clock });
  ofClock.set(name, governor);
  return governor;
}
