import { InvalidArgumentError } from "commander";
import type { Assembled } from "./assemble.js";

export const PARTS = ["changed", "missing", "unmanaged", "overdue"] as const;
export type Part = (typeof PARTS)[number];

/** The value of `--only`: one or more parts, separated by commas. */
export function parseParts(value: string): Part[] {
  return value.split(",").map((word) => {
    const part = PARTS.find((known) => known === word.trim());
    if (part === undefined) throw new InvalidArgumentError(`Allowed choices are ${PARTS.join(", ")}.`);
    return part;
  });
}

/** The report with only these parts; a note says how much the others hold. */
export function onlyParts({ report, notes, ...rest }: Assembled, parts: readonly Part[]): Assembled {
  const left = PARTS.filter((part) => !parts.includes(part));
  const hidden = left.flatMap((part) => (report.summary[part] ? [`${report.summary[part]} ${part}`] : []));
  // If nothing is overdue, the report does not have that key at all.
  const emptied = left.filter((part) => report[part] !== undefined);
  const empty = Object.fromEntries(emptied.map((part) => [part, []]));
  const none = Object.fromEntries(emptied.map((part) => [part, 0]));
  return {
    ...rest,
    report: { ...report, ...empty, summary: { ...report.summary, ...none } },
    notes: hidden.length === 0 ? notes : [...notes, `--only leaves out what else was found: ${hidden.join(", ")}`],
  };
}
