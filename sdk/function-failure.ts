import * as pulumi from "@pulumi/pulumi";

/** By the run: for each reason, the errors of the functions that it has failed, the first one first. */
const reported = new WeakMap<object, Map<string, Map<string, Error>>>();

/**
 * What a function of the package throws. Of the functions that fail for one reason in a run, the first says it, and the others
 * point to it. A function that fails again for that reason throws the same error again: however many arguments wait for
 * rejected promises, Pulumi prints one error once.
 */
export function functionFailure(label: string, error: Error): Error {
  const run = pulumi.runtime.getMonitor();
  // Where no engine prints the failures of a run one after the other, nothing is left out.
  if (run === undefined) return failure(label, error.message, error);
  const reasons = reported.get(run) ?? new Map<string, Map<string, Error>>();
  reported.set(run, reasons);
  const reason = reasonOf(label, error);
  const errors = reasons.get(reason) ?? new Map<string, Error>();
  reasons.set(reason, errors);
  const known = errors.get(label);
  if (known !== undefined) return known;
  const [first] = errors.keys();
  const made = failure(
    label,
    first === undefined ? error.message : `it failed for the same reason as ${first}: see above`,
    error,
  );
  errors.set(label, made);
  return made;
}

function reasonOf(label: string, { name, message }: Error): string {
  // What a function says of its own arguments is no reason for another one.
  if (name === "FunctionError") return `${label}: ${message}`;
  // A key that the API does not accept is one reason, whatever each function asked for.
  return message.replace(/^[A-Z]+ \S+: (?=401 )/, "");
}

function failure(label: string, reason: string, cause: Error): Error {
  const message = `${label}: ${reason}`;
  // Pulumi prints an error of this class without a stack trace, but with it once the program itself is done.
  const error = Object.assign(new pulumi.RunError(message), { cause, stack: message });
  // Each argument that waits for it would put its own name before the message, each time in front of the last.
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined, configurable: true });
}
