import * as pulumi from "@pulumi/pulumi";
import { watchedRun } from "./watched-run.js";

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
  // A preview deletes nothing.
  const run = pulumi.runtime.isDryRun() ? undefined : watchedRun();
  if (run === undefined) return;
  const { isKnown } = id as unknown as { isKnown: Promise<boolean> };
  // A registration that is refused reports itself.
  const isDone = await isKnown.catch(() => true);
  // What `--target` leaves out has no id either, but nothing has failed.
  if (isDone || run.stoppedBy !== undefined || !run.hasFailure) return;
  const message =
    `${kind} '${name}' was not carried out, since it failed, or something that it depends on. It may declare an object that ` +
    "leaves another resource, so nothing is deleted in this run. Fix the failure and run again.";
  // Once the program itself is done, Pulumi prints the stack.
  run.stoppedBy = Object.assign(new pulumi.RunError(message), { stack: message });
  fail(run.stoppedBy);
}
