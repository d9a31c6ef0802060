import type { CheckFailure } from "../plan/check-args.js";
import { UNKNOWN } from "../plan/fields.js";
import type { Properties } from "../resources/resource.js";

/** The URN of the declaring resource. */
const DECLARATION = "__declaration";
/** What else the program declares; sent with sets, and with what is deleted before it is replaced. */
const BESIDE = "__beside";
/** Where the arguments hold what is no plain value in the program. */
const LATER = "__later";

/** What the program sends beside the arguments, for check alone, which never passes it on. */
export interface HiddenInputs {
  urn: string | undefined;
  beside: unknown;
  /** Where a value was declared and none has come: what it is made from failed in this run. */
  lost: string[][];
}

/** Parts what is declared from what the program sends beside it. */
export function splitInputs(news: Properties): HiddenInputs & { declared: Properties } {
  const { [DECLARATION]: urn, [BESIDE]: beside, [LATER]: later, ...declared } = news;
  return { declared, beside, urn: typeof urn === "string" ? urn : undefined, lost: lostOf(declared, later) };
}

/** Why nothing can be judged by a declaration that lacks these values: their absence would be taken for a wish. */
export function lostFailures(lost: readonly string[][]): CheckFailure[] {
  return lost.map((path) => ({
    property: path.join("."),
    reason: "it is declared, but has no value: what it is made from failed in this run. Mend that first",
  }));
}

/** An entry is a path, and for a list its length: the engine leaves out what has no value. */
function lostOf(declared: Properties, later: unknown): string[][] {
  if (!Array.isArray(later)) return [];
  const entries = later.filter(
    (entry): entry is [string[], number?] => Array.isArray(entry) && Array.isArray(entry[0]),
  );
  return entries.flatMap(([path, length]) => (isThere(declared, path, length) ? [] : [path]));
}

function isThere(declared: Properties, path: readonly string[], length: number | undefined): boolean {
  let value: unknown = declared;
  for (const part of path) {
    if (value === UNKNOWN) return true;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Properties)[part];
  }
  if (value === undefined || value === null) return false;
  return length === undefined || !Array.isArray(value) || value.length === length;
}
