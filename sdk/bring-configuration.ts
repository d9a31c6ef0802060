import * as pulumi from "@pulumi/pulumi";
import { isMocked } from "./mock-result.js";
import { hasDeclared } from "./sibling-declarations.js";

/** No such function exists: calling it is enough. */
const ANY_FUNCTION = "pulumi-nodejs:cloudone:configuration";

/**
 * Makes the engine pass the stack's current configuration to the provider of a program that imports this package but declares
 * none of its resources. Such an `up` deletes what the state still has, and would otherwise use the previous run's
 * configuration: a guard or a read-only setting added since would not count. The engine registers a provider when a program
 * declares a resource or calls a function, so this calls a function once the program has ended.
 */
function bringConfiguration(): void {
  const stack = pulumi.runtime.getStackResource() as { __data?: unknown } | undefined;
  // Preview deletes nothing. Inline programs start after the import: for them, and for programs without the import, there is
  // the environment.
  if (!(stack?.__data instanceof Promise) || pulumi.runtime.isDryRun() || isMocked()) return;
  stack.__data
    .then(() => (hasDeclared() ? undefined : pulumi.runtime.invoke(ANY_FUNCTION, {})))
    // The function does not exist. A program that fails reports that itself and deletes nothing.
    .catch(() => undefined);
}

bringConfiguration();
