import type { dynamic } from "@pulumi/pulumi";
import type { CheckFailure } from "../plan/args/check-args.js";
import { PROVIDER } from "../plan/property-names.js";
import { printable, printableLines } from "../plan/text/printable.js";
import type { Properties } from "../resources/resource.js";

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
export class StepError extends Error {
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
