import type { CommandResult } from "./command.js";
import type { Diagnostic, EventLog, Step, StepOp } from "./event-log.js";

const INTERNAL = /^pulumi:(pulumi:Stack|providers:)/;

/** What one run of the engine did and said. */
export class Result implements CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
  /** What happened to each resource, without the stack and the providers. For an `up` with preview: in the update. */
  readonly steps: Step[];
  readonly diagnostics: Diagnostic[];
  readonly title: string;

  constructor(title: string, command: CommandResult, log: EventLog) {
    this.title = title;
    this.code = command.code;
    this.stdout = command.stdout;
    this.stderr = command.stderr;
    this.output = command.output;
    this.steps = log.steps.filter(({ type }) => !INTERNAL.test(type));
    this.diagnostics = log.diagnostics;
  }

  /** What happened to the resource of this Pulumi name: "replace" for all steps of a replacement, undefined if nothing happened. */
  op(name: string): StepOp | undefined {
    const ops = this.steps.filter((step) => step.name === name).map(({ op }) => op);
    return ops.find((op) => op === "replace" || op === "create-replacement") ? "replace" : ops[0];
  }

  /** What happened, by Pulumi name. */
  get ops(): Record<string, StepOp> {
    const ops: Record<string, StepOp> = {};
    for (const { name } of this.steps) {
      const op = this.op(name);
      if (op !== undefined) ops[name] = op;
    }
    return ops;
  }

  /** The messages of real warnings, about one resource or all. */
  warnings(name?: string): string[] {
    return this.messages("warning", name);
  }

  /** The messages of errors, about one resource or all. */
  errors(name?: string): string[] {
    return this.messages("error", name);
  }

  private messages(severity: Diagnostic["severity"], name?: string): string[] {
    return this.diagnostics
      .filter((said) => said.severity === severity && (name === undefined || said.name === name))
      .map(({ message }) => message);
  }
}
