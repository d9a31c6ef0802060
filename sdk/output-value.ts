import type { Output } from "@pulumi/pulumi";

/** What the SDK's own registrations use of an output, and does not declare. */
interface Inside<T> {
  promise(): Promise<T | undefined>;
  isKnown: Promise<boolean>;
}

/**
 * The value of an output, without the resources that it comes from: an input that is an output depends on all of these,
 * and the SDK takes a component for all that stands below it. Undefined if the value is not known.
 */
export function outputValue<T>(output: Output<T>): Promise<T | undefined> {
  return (output as unknown as Inside<T>).promise();
}

/** Whether an output has a value: at preview it may come later, and at `up` never, if what it comes from failed. */
export function isKnown(output: Output<unknown>): Promise<boolean> {
  return (output as unknown as Inside<unknown>).isKnown;
}
