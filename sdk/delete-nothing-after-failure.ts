import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

type Done = (error: unknown, response?: Response) => void;
interface Response {
  /** 0 if the engine registered the resource, or skipped it because of `--target`. */
  getResult?: () => number;
}
type Call = (this: object, request: object, ...rest: unknown[]) => unknown;

/** The SDK's client of one run's engine. */
interface Monitor {
  registerResource: Call;
  /** Tells the engine that the program has declared everything; the engine then deletes what is left. */
  signalAndWaitForShutdown?: Call;
}

const MESSAGE =
  "A resource of this run failed, so what depends on it was skipped or not declared, and the engine would delete that as gone: " +
  "nothing is deleted in this run. Fix the failure and run again.";

/**
 * Makes a program fail at its end if any resource of the run failed, of any provider. This matters for
 * `up --continue-on-error`: otherwise the engine deletes what the program did not declare because of the failure. The
 * provider cannot prevent that, since the engine tells it nothing about skipped resources; but a failed program deletes nothing.
 *
 * @param fail fails a program of the CLI, whose own promise is already settled, by an unhandled rejection
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
    const watching: Done = (error, response) => {
      if ((response?.getResult?.() ?? 0) !== 0) failed.add(this);
      done(error, response);
    };
    return registerResource.call(this, request, ...rest.slice(0, -1), watching);
  };
  if (signalAndWaitForShutdown === undefined) return;
  monitor.signalAndWaitForShutdown = function (request, ...rest) {
    if (!failed.has(this) || pulumi.runtime.isDryRun()) return signalAndWaitForShutdown.call(this, request, ...rest);
    // Pulumi prints the stack trace of an error that comes this late.
    const error = Object.assign(new pulumi.RunError(MESSAGE), { stack: MESSAGE });
    const done = rest.at(-1);
    // The CLI's own runner only prints an error of the signal, and fails on unhandled rejections. In a process with an inline
    // program, one would end the process.
    const isInline = process.env.PULUMI_NODEJS_MONITOR === undefined;
    if (!isInline) fail(error);
    return typeof done === "function" ? done(isInline ? error : null) : undefined;
  };
}

/** The prototype of every run's client, including those of inline programs that start later. */
function clientsOfSDK(): Monitor | undefined {
  try {
    return createRequire(import.meta.url)("@pulumi/pulumi/proto/resource_grpc_pb").ResourceMonitorClient.prototype;
  } catch {
    // An SDK built differently: then a skipped resource fails no program.
    return undefined;
  }
}

const clients = clientsOfSDK();
if (clients !== undefined) deleteNothingAfterFailure(clients);
