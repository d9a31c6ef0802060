import * as pulumi from "@pulumi/pulumi";

/** For each run and each reason, the errors of the functions that failed for it, in order. */
const reported = new WeakMap<object, Map<string, Map<string, Error>>>();

/**
 * The error that a function of the package throws. If several functions fail for one reason in a run, the first error states
 * it, and the others point to the first. A function that fails again for that reason throws the same error again: Pulumi
 * prints one error once, however many arguments wait for rejected promises.
 */
export function functionFailure(label: string, error: Error): Error {
  const run = pulumi.runtime.getMonitor();
  // Without an engine, which prints all failures of a run, each error states its reason in full.
  if (run === undefined) return failure(label, error.message, error);
  const reasons = reported.get(run) ?? new Map<string, Map<string, Error>>();
  reported.set(run, reasons);
  const reason = reasonOf(label, error);
  const errors = reasons.get(reason) ?? new Map<string, Error>();
  reasons.set(reason, errors);
  const known = errors.get(label);
  if (known !== undefined) return known;
  const [first] = errors.keys();
  const created = failure(
    label,
    first === undefined ? error.message : `it failed for the same reason as ${first}: see above`,
    error,
  );
  errors.set(label, created);
  return created;
}

function reasonOf(label: string, { name, message }: Error): string {
  // An error about a function's own arguments says nothing about other functions.
  if (name === "FunctionError") return `${label}: ${message}`;
  // A key that the API does not accept is one reason, whatever each function requested.
  return message.replace(/^[A-Z]+ \S+: (?=401 )/, "");
}

function failure(label: string, reason: string, cause: Error): Error {
  const message = `${label}: ${reason}`;
  // Pulumi prints an error of this class without its stack trace, unless the program has already ended.
  const error = Object.assign(new pulumi.RunError(message), { cause, stack: message });
  // Otherwise each argument that waits for it would prepend its own name to the message.
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined, configurable: true });
}
