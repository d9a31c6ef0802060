import * as pulumi from "@pulumi/pulumi";
import type { FUNCTIONS, FunctionContext, ProviderFunction } from "../provider/functions/index.js";
import { functionFailure } from "./function-failure.js";
import { mockResult } from "./mock-result.js";
import { refusePlainTextSecrets } from "./refuse-plain-text-secrets.js";

type Functions = typeof FUNCTIONS;
type Token = keyof Functions;
type ArgsOf<T extends Token> = Functions[T] extends ProviderFunction<infer Args extends object, infer _> ? Args : never;
type ResultOf<T extends Token> =
  Functions[T] extends ProviderFunction<infer _ extends object, infer Result> ? Own<Result> : never;
/** A copy that the caller may change. */
type Own<Result> = Result extends readonly (infer Item)[] ? Item[] : Result;

/** Keyed by the run's own monitor, since one process may run several programs one after another. */
const contexts = new WeakMap<object, Promise<FunctionContext>>();
const NO_ENGINE = {};

/**
 * Runs a function of the package in the program's own process. The first call loads the HTTP client. If a unit test has set
 * mocks, their `call` provides the result.
 */
export async function callFunction<T extends Token>(token: T, args: ArgsOf<T>, fresh = false): Promise<ResultOf<T>> {
  const mocked = mockResult(token, args);
  if (mocked !== undefined) return (await mocked) as ResultOf<T>;
  refusePlainTextSecrets();
  const { runFunction, FUNCTIONS } = await import("../provider/functions/index.js");
  const known = FUNCTIONS[token] as ProviderFunction<object, unknown>;
  try {
    // The result is cached for the next call, so this caller must not be able to change it.
    return structuredClone(
      await runFunction(known, await functionContext(), withoutUndefined(args), fresh),
    ) as ResultOf<T>;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw functionFailure(nameOf(token), error);
  }
}

/** The same with inputs. During preview nothing is read until every input, and every resource behind it, is known. */
export function callFunctionOutput<T extends Token>(
  token: T,
  args: { [Key in keyof ArgsOf<T>]: pulumi.Input<ArgsOf<T>[Key]> },
): pulumi.Output<ResultOf<T>> {
  // An output may stand for something that this run creates or changes, so earlier reads cannot be reused.
  const fresh = !pulumi.runtime.isDryRun() && hasOutput(args);
  const known: pulumi.Output<unknown> = pulumi.output(args);
  return pulumi
    .all([known, sourcesOf(known)])
    .apply(([plain]) => callFunction(token, plain as ArgsOf<T>, fresh)) as pulumi.Output<ResultOf<T>>;
}

/**
 * The ids of the resources that an output comes from. During preview the id of a resource that does not exist yet is unknown,
 * though its other outputs may be known. Pulumi's own function calls wait for these ids too, with the same undeclared function.
 */
function sourcesOf(output: object): pulumi.Output<unknown> {
  const { allResources } = output as { allResources?: () => Promise<Iterable<unknown>> };
  const ids = async () =>
    [...((await allResources?.()) ?? [])].filter(pulumi.CustomResource.isInstance).map(({ id }) => id);
  return pulumi.output(ids());
}

function functionContext(): Promise<FunctionContext> {
  const run = pulumi.runtime.getMonitor() ?? NO_ENGINE;
  const known = contexts.get(run);
  if (known !== undefined) return known;
  const opened = import("../provider/functions/index.js").then(
    ({ FunctionContext }) =>
      new FunctionContext(
        {
          config: pulumi.runtime.getConfig,
          keys: () => Object.keys(pulumi.runtime.allConfig()),
          project: pulumi.getProject(),
          env: process.env,
        },
        log,
      ),
  );
  contexts.set(run, opened);
  return opened;
}

const log = {
  info: (text: string) => void pulumi.log.info(text),
  warn: (text: string) => void pulumi.log.warn(text),
};

function nameOf(token: Token): string {
  return token.replace(/^cloudone:(index:)?/, "").replace(":", ".");
}

function hasOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasOutput);
}

function withoutUndefined(args: object): object {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}
