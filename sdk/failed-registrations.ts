import * as pulumi from "@pulumi/pulumi";
import { isMocked } from "./mock-result.js";

interface Answer {
  /** 0 if the engine has carried the resource out, or has passed it over because of `--target`. */
  getResult?: () => number;
}
type Done = (error: unknown, answer: Answer | undefined) => void;
interface Monitor {
  registerResource(request: unknown, ...rest: unknown[]): unknown;
}

/** Whether a registration of the run has failed, by the run's monitor. */
const failures = new WeakMap<object, { isAny: boolean }>();

/**
 * From now on, notes whether a resource of the running program fails, of whichever provider. The SDK hides that: it makes the
 * outputs of such a resource unknown, like those of one that `--target` leaves out.
 */
export function watchRegistrations(): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined || isMocked() || failures.has(monitor)) return;
  const noted = { isAny: false };
  failures.set(monitor, noted);
  const register = monitor.registerResource;
  monitor.registerResource = function (request, ...rest) {
    const done = rest.at(-1) as Done | undefined;
    if (typeof done !== "function") return register.call(this, request, ...rest);
    const watching: Done = (error, answer) => {
      if ((answer?.getResult?.() ?? 0) !== 0) noted.isAny = true;
      done(error, answer);
    };
    return register.call(this, request, ...rest.slice(0, -1), watching);
  };
}

/** Whether a registration of the running program is known to have failed. */
export function hasFailedRegistration(): boolean {
  return failures.get(pulumi.runtime.getMonitor() ?? failures)?.isAny === true;
}
