import type { dynamic } from "@pulumi/pulumi";
import { ConfigError } from "../client/index.js";
import { asOperation } from "../client/pacing/operation-context.js";
import { type ArgsSpec, type CheckFailure, checkArgs } from "../plan/check-args.js";
import { printable, printableLines } from "../plan/printable.js";
import type { Properties } from "../resources/resource.js";
import type { Session } from "../session/session.js";
import { lostFailures, splitInputs } from "./hidden-inputs.js";
import { ToldReasons } from "./told-reasons.js";

const PROVIDER = "__provider";

/** Opens the process's session from the stack's configuration; throws a ConfigError. */
export type OpenSession = (config: dynamic.Config) => Session;

/** By the function that opens a process's session, which all kinds of resources share. */
const told = new WeakMap<OpenSession, ToldReasons>();

type Step = "check" | "compare" | "create" | "read" | "update" | "delete";

/** The configure call, the session that it leads to, and what says which step failed. */
export function configured(open: OpenSession) {
  let session: (() => Session) | undefined;
  const reasons = told.get(open) ?? new ToldReasons();
  told.set(open, reasons);
  return {
    /** Adds the step and the object to a failure. The engine shows only the message, and for some steps the stack trace too. */
    async explained<T>(step: Step, label: string, work: () => Promise<T>): Promise<T> {
      try {
        return await asOperation(work);
      } catch (error) {
        if (!(error instanceof Error) || error instanceof PartialError) throw error;
        const repeated = reasons.repeated(error, label);
        const failure = new StepError(`Cannot ${step} ${label}`, error, repeated);
        const showsStack = step === "create" || step === "update";
        if (!showsStack || repeated !== undefined) failure.stack = "";
        throw failure;
      }
    },

    // The engine does not wait for configure, so nothing here may be asynchronous.
    async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
      let opened: Session | undefined;
      session = () => {
        opened ??= open(config);
        return opened;
      };
    },
    current(): Session {
      if (session === undefined) throw new Error("The engine sent a request before the configuration.");
      return session();
    },
  };
}

/** The first part of every check: what follows from the arguments and the configuration alone, without a request. */
export function judgePlain(plan: ArgsSpec, news: Properties, current: () => Session) {
  const { declared, lost, ...hidden } = splitInputs(declaredOnly(news));
  const failures = asFailures(lost.length > 0 ? lostFailures(lost) : checkArgs(plan, declared));
  try {
    if (failures.length === 0) current();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    failures.push({ property: "", reason: error.message });
  }
  return { declared, lost, ...hidden, failures };
}

type Provider = dynamic.ResourceProvider<Properties, Properties>;

/** Records which steps of a run fail; see {@link FailedSteps}. */
export function notingFailures(
  current: () => Session,
  label: (of: Properties) => string,
  provider: Provider,
): Provider {
  const { check, create, update } = provider;
  const note = (step: string) => withSession(current, ({ failedSteps }) => failedSteps.add(step));
  const noting = async <T>(step: string, work: Promise<T> | undefined): Promise<T> => {
    try {
      return (await work) as T;
    } catch (error) {
      note(step);
      throw error;
    }
  };
  return {
    ...provider,
    check: async (olds, news) => {
      const result = await noting(`check of ${label(news)}`, check?.(olds, news));
      if ((result.failures ?? []).length > 0) note(`check of ${label(news)}`);
      return result;
    },
    create: (inputs) => noting(`create of ${label(inputs)}`, create(inputs)),
    update: (id, olds, news) => noting(`update of ${label(news)}`, update?.(id, olds, news)),
  };
}

/** Without a configuration there is no session, and every step fails. */
export function withSession(current: () => Session, use: (session: Session) => void): void {
  try {
    use(current());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

/** Outputs and inputs contain no undefined and no null: a missing value means not declared. */
export function declaredOnly(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([key, value]) => key !== PROVIDER && value !== undefined && value !== null),
  );
}

/** What the state stores: the inputs without the values that only check needs. */
export function storedOnly(properties: Properties): Properties {
  return splitInputs(declaredOnly(properties)).declared;
}

/** Failures name their property in the text, because the engine prints the value of a property that a failure names. */
export function asFailures(checkFailures: readonly CheckFailure[]): dynamic.CheckFailure[] {
  return checkFailures.map(({ property, reason }) => ({
    property: "",
    reason: printableLines(`${property}: ${reason}`),
  }));
}

/** Something was written, but not everything is as declared: the state keeps what was written, and the run fails. */
export class PartialError extends Error {
  override name = "PartialError" as const;
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: string[];

  constructor(id: string, outputs: Properties, inputs: Properties, reasons: string[]) {
    super(printableLines(reasons.join("\n")));
    this.id = id;
    // Without the provider text the next refresh could not load the provider.
    this.properties = { ...outputs, [PROVIDER]: inputs[PROVIDER] };
    this.reasons = reasons.map(printableLines);
  }
}

/** A step of a resource's life cycle that could not be done. */
class StepError extends Error {
  override name = "StepError" as const;
  readonly #title: string;

  /** @param instead what to say if another message has the whole reason */
  constructor(title: string, cause: Error, instead = cause.message) {
    super(printableLines(`${title}: ${instead}`), { cause });
    this.#title = printable(title);
  }

  /** The engine prints a failed step under the stack as well; there the title is enough. */
  override toString(): string {
    return `${this.#title}; see the resource's own error`;
  }
}
