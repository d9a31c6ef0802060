import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

type Done = (error: unknown, answer?: Answer) => void;
interface Answer {
  /** 0 if the engine has carried the resource out, or has passed it over because of `--target`. */
  getResult?: () => number;
}
type Call = (this: object, request: object, ...rest: unknown[]) => unknown;

/** The SDK's client of one run's engine. */
export interface Monitor {
  registerResource: Call;
  /** Tells the engine that the program has declared everything, upon which the engine deletes what is left. */
  signalAndWaitForShutdown?: Call;
}

const MESSAGE =
  "A resource of this run failed, so what depends on it was passed over or not declared, and the engine would delete that as gone: " +
  "nothing is deleted in this run. Fix the failure and run again.";

/**
 * Makes a program fail at its end if any resource of the run failed, of whichever provider. That matters under
 * `up --continue-on-error`: otherwise the engine goes on to delete what has not been declared because of the failure. The
 * provider cannot prevent that, since it hears of nothing that is passed over; and a failed program deletes nothing.
 *
 * @param fail fails a program of the CLI, whose own promise is settled already: an unhandled rejection does
 */
export function deleteNothingAfterFailure(
  monitor: Monitor,
  fail: (error: Error) => void = (error) => void Promise.reject(error),
): void {
  // One process may run several programs, even concurrently.
  const failed = new WeakSet<object>();
  const { registerResource, signalAndWaitForShutdown } = monitor;
  monitor.registerResource = function (request, ...rest) {
    const done = rest.at(-1);
    if (typeof done !== "function") return registerResource.call(this, request, ...rest);
    const watching: Done = (error, answer) => {
      if ((answer?.getResult?.() ?? 0) !== 0) failed.add(this);
      done(error, answer);
    };
    return registerResource.call(this, request, ...rest.slice(0, -1), watching);
  };
  if (signalAndWaitForShutdown === undefined) return;
  monitor.signalAndWaitForShutdown = function (request, ...rest) {
    if (!failed.has(this) || pulumi.runtime.isDryRun()) return signalAndWaitForShutdown.call(this, request, ...rest);
    // Pulumi prints the stack of an error that comes this late.
    const error = Object.assign(new pulumi.RunError(MESSAGE), { stack: MESSAGE });
    const done = rest.at(-1);
    // The CLI's own runner only prints what the signal answers, and goes by unhandled rejections; they would end a process with
    // an inline program.
    const isInline = process.env.PULUMI_NODEJS_MONITOR === undefined;
    if (!isInline) fail(error);
    return typeof done === "function" ? done(isInline ? error : null) : undefined;
  };
}

/** The clients of all runs, also of inline programs that start later. */
function clientsOfSDK(): Monitor | undefined {
  try {
    return createRequire(import.meta.url)("@pulumi/pulumi/proto/resource_grpc_pb").ResourceMonitorClient.prototype;
  } catch {
    // An SDK of another form: what is passed over fails no program then.
    return undefined;
  }
}

const clients = clientsOfSDK();
if (clients !== undefined) deleteNothingAfterFailure(clients);
