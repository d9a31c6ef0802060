import * as pulumi from "@pulumi/pulumi";
import { isMocked } from "./mock-result.js";
import { hasDeclared } from "./sibling-declarations.js";

/** Nothing answers to it: to ask is enough. */
const ANY_FUNCTION = "pulumi-nodejs:cloudone:configuration";

/**
 * Has the engine give the stack's present configuration to the provider of a program that imports this package and declares
 * none of its resources. Such an `up` deletes what the state still has, and would otherwise do it by the configuration of the
 * run before: a guard or a pause that was set since then would not count. The engine registers a provider for a resource, or
 * for a function; so a function is asked for once the program has ended.
 */
function bringConfiguration(): void {
  const stack = pulumi.runtime.getStackResource() as { __data?: unknown } | undefined;
  // Nothing is deleted at preview. Inline programs start after the import; for them, and where the import is gone, there is
  // the environment.
  if (!(stack?.__data instanceof Promise) || pulumi.runtime.isDryRun() || isMocked()) return;
  stack.__data
    .then(() => (hasDeclared() ? undefined : pulumi.runtime.invoke(ANY_FUNCTION, {})))
    // That there is no such function; and a program that fails says so itself, and deletes nothing.
    .catch(() => undefined);
}

bringConfiguration();
