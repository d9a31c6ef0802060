import * as pulumi from "@pulumi/pulumi";

type IsInstance = (value: unknown) => boolean;

/** The SDK's function that turns what a program returns into the stack's outputs. */
const MAKES_OUTPUTS = "massage";

const watchers = new Set<() => void>();
let unwatch: (() => void) | undefined;

/**
 * Calls back, in the program's own async context, each time the SDK inspects a value that some program has returned. Neither
 * the SDK nor the engine announces that (docs/architecture.md, "The end of the program"). But the SDK checks each such value
 * with a public function, `isInstance` of outputs, which this replaces until the returned function is called.
 */
export function onStackOutputs(returned: () => void): () => void {
  watchers.add(returned);
  unwatch ??= watch();
  return () => {
    watchers.delete(returned);
    if (watchers.size > 0) return;
    unwatch?.();
    unwatch = undefined;
  };
}

function watch(): () => void {
  const output = pulumi.Output as unknown as { isInstance: IsInstance };
  const before = output.isInstance;
  const watching: IsInstance = (value) => {
    if (nameOfCaller(watching) === MAKES_OUTPUTS) for (const returned of [...watchers]) returned();
    return before.call(output, value);
  };
  output.isInstance = watching;
  return () => {
    if (output.isInstance === watching) output.isInstance = before;
  };
}

function nameOfCaller(of: IsInstance): string | null | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, frames) => frames;
    const holder: { stack?: NodeJS.CallSite[] } = {};
    Error.captureStackTrace(holder, of);
    return holder.stack?.[0]?.getFunctionName();
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
