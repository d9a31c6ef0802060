import * as pulumi from "@pulumi/pulumi";
import { hasFailedRegistration, watchRegistrations } from "./failed-registrations.js";
import { isMocked } from "./mock-result.js";

/** The runs, by their monitor, that have been failed already. */
const failed = new WeakSet<object>();

/**
 * Fails the program if the engine has not carried out a resource but continues. It does so under `up --continue-on-error` for
 * what depends on a failed resource, which may be another provider's. Then the provider never learns what the resource
 * declares, and the engine goes on to delete what the program no longer declares, unless the program itself has failed.
 *
 * @param fail fails the program: an unhandled rejection does
 */
export async function failIfSkipped(
  kind: string,
  name: string,
  { id }: Pick<pulumi.CustomResource, "id">,
  fail: (error: Error) => void = (error) => void Promise.reject(error),
): Promise<void> {
  // A preview deletes nothing, and mocks may give no id.
  if (pulumi.runtime.isDryRun() || isMocked()) return;
  watchRegistrations();
  const run = pulumi.runtime.getMonitor();
  const { isKnown } = id as unknown as { isKnown: Promise<boolean> };
  // A registration that is refused reports itself.
  const isDone = await isKnown.catch(() => true);
  // What `--target` leaves out has no id either, but nothing has failed.
  if (isDone || run === undefined || failed.has(run) || !hasFailedRegistration()) return;
  failed.add(run);
  const message =
    `${kind} '${name}' was not carried out, since it failed, or something that it depends on. It may declare an object that ` +
    "leaves another resource, so nothing is deleted in this run. Fix the failure and run again.";
  // Once the program itself is done, Pulumi prints the stack.
  fail(Object.assign(new pulumi.RunError(message), { stack: message }));
}
