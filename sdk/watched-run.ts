import * as pulumi from "@pulumi/pulumi";
import { isMocked } from "./mock-result.js";

interface Answer {
  /** 0 if the engine has carried the resource out, or has passed it over because of `--target`. */
  getResult?: () => number;
}
type Done = (error: unknown, answer: Answer | undefined) => void;
type Call = (request: unknown, ...rest: unknown[]) => unknown;
interface Monitor {
  registerResource: Call;
  /** Tells the engine that the program has declared everything: it deletes what is left. */
  signalAndWaitForShutdown?: Call;
}

interface Watched {
  /** Whether the registration of any resource has failed, of whichever provider. */
  hasFailure: boolean;
  /** Why the engine is not told that the program has declared everything. */
  stoppedBy?: Error;
}

/** The runs by their monitor: one process may run several programs, even concurrently. */
const runs = new WeakMap<object, Watched>();

/**
 * The running program as its engine sees it, watched from now on; undefined without an engine. The SDK does not tell whether a
 * resource has failed: it makes the outputs of such a resource unknown, like those of one that `--target` leaves out.
 */
export function watchedRun(): Watched | undefined {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined || isMocked()) return undefined;
  const known = runs.get(monitor);
  if (known !== undefined) return known;
  const run: Watched = { hasFailure: false };
  runs.set(monitor, run);
  const { registerResource, signalAndWaitForShutdown } = monitor;
  monitor.registerResource = function (request, ...rest) {
    const done = rest.at(-1) as Done | undefined;
    if (typeof done !== "function") return registerResource.call(this, request, ...rest);
    const watching: Done = (error, answer) => {
      if ((answer?.getResult?.() ?? 0) !== 0) run.hasFailure = true;
      done(error, answer);
    };
    return registerResource.call(this, request, ...rest.slice(0, -1), watching);
  };
  if (signalAndWaitForShutdown === undefined) return run;
  monitor.signalAndWaitForShutdown = function (request, ...rest) {
    const done = rest.at(-1) as Done | undefined;
    if (run.stoppedBy === undefined) return signalAndWaitForShutdown.call(this, request, ...rest);
    if (typeof done !== "function") throw run.stoppedBy;
    return done(run.stoppedBy, undefined);
  };
  return run;
}
