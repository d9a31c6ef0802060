import type { Output } from "@pulumi/pulumi";

/**
 * The value of an output, without the resources that it comes from: an input that is an output depends on all of these,
 * and the SDK takes a component for all that stands below it. Undefined if the value is not known.
 */
export function outputValue<T>(output: Output<T>): Promise<T | undefined> {
  // The SDK does not declare what its own registrations use.
  return (output as unknown as { promise(): Promise<T | undefined> }).promise();
}
