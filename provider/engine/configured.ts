import type { dynamic } from "@pulumi/pulumi";
import { ConfigError } from "../client/index.js";
import { asOperation } from "../client/pacing/operation-context.js";
import type { Session } from "../session/session.js";
import { PartialError, StepError } from "./errors.js";
import { ReportedReasons } from "./reported-reasons.js";

/** Opens the process's session from the stack's configuration; throws a ConfigError. */
export type OpenSession = (config: dynamic.Config) => Session;

/** By the function that opens a process's session, which all kinds of resources share. */
const reportedReasons = new WeakMap<OpenSession, ReportedReasons>();

type Step = "check" | "compare" | "create" | "read" | "update" | "delete";

/** The configure call, the session that it leads to, and what says which step failed. */
export function configured(open: OpenSession) {
  let session: (() => Session) | undefined;
  const reasons = reportedReasons.get(open) ?? new ReportedReasons();
  reportedReasons.set(open, reasons);
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

/** Without a configuration there is no session, and every step fails. */
export function withSession(current: () => Session, use: (session: Session) => void): void {
  try {
    use(current());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}
