import type { Output } from "@pulumi/pulumi";

/** The parts of an output that the SDK's own registrations use but its types do not declare. */
interface Inside<T> {
  promise(): Promise<T | undefined>;
  isKnown: Promise<boolean>;
}

/**
 * The value of an output, without the resources behind it: an input that is an output depends on all of them, and the SDK
 * expands a component to all of its children. Undefined if the value is unknown.
 */
export function outputValue<T>(output: Output<T>): Promise<T | undefined> {
  return (output as unknown as Inside<T>).promise();
}

/** Whether an output has a value: during preview it may come later, and during `up` never, if the resource behind it failed. */
export function isKnown(output: Output<unknown>): Promise<boolean> {
  return (output as unknown as Inside<unknown>).isKnown;
}
