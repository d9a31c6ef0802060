import * as pulumi from "@pulumi/pulumi";
import { CLASSES, type ResourceClass } from "../provider/plan/objects.js";

// Loading starts with the first resource and finishes before the engine has a provider to check it, so importing the package
// stays cheap.
const loadPlans = () => import("../provider/plan/index.js");
let plans: ReturnType<typeof loadPlans> | undefined;

/**
 * Reports what is wrong with plain arguments, so that one run lists the mistakes of every resource: the engine itself stops
 * at the first resource that fails its check. Promises and outputs are left to that check.
 */
export function reportFailures(kind: ResourceClass, name: string, args: pulumi.Inputs): void {
  plans ??= loadPlans();
  void Promise.all([plans, CLASSES[kind].judge()]).then(([{ printableLines, UNKNOWN }, judge]) => {
    const plain = standIn(args, UNKNOWN);
    for (const { property, reason } of judge(plain)) {
      void pulumi.log.error(printableLines(`${kind} '${name}': ${property}: ${reason}`));
    }
  });
}

/** The arguments, with a placeholder for each value that is not plain. */
function standIn(args: pulumi.Inputs, unknown: string): Record<string, unknown> {
  const replace = (value: unknown): unknown => {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) return unknown;
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, replace(value)]),
  );
}
