import type { CheckFailure } from "../plan/args/check-args.js";
import { UNKNOWN } from "../plan/args/fields.js";
import { BESIDE, DECLARATION, LATER, OF_KIND } from "../plan/property-names.js";
import type { Properties } from "../resources/resource.js";

/** What the program sends in addition to the arguments, only for check, which never passes it on. */
interface HiddenInputs {
  urn: string | undefined;
  beside: unknown;
  ofKind: number | undefined;
  /** Paths that were declared but arrived without a value: the resource that the value comes from failed in this run. */
  lost: string[][];
}

/** Separates the declaration from what the program sends in addition. */
export function splitInputs(news: Properties): HiddenInputs & { declared: Properties } {
  const { [DECLARATION]: urn, [BESIDE]: beside, [OF_KIND]: ofKind, [LATER]: later, ...declared } = news;
  return {
    declared,
    beside,
    ofKind: typeof ofKind === "number" ? ofKind : undefined,
    urn: typeof urn === "string" ? urn : undefined,
    lost: lostOf(declared, later),
  };
}

/** Why a declaration without these values cannot be judged: their absence would look intended. */
export function lostFailures(lost: readonly string[][]): CheckFailure[] {
  return lost.map((path) => ({
    property: path.join("."),
    reason: "it is declared, but has no value: the resource that it comes from failed in this run. Fix that first",
  }));
}

/** An entry is a path, and for a list also its length, since the engine leaves out elements without a value. */
function lostOf(declared: Properties, later: unknown): string[][] {
  if (!Array.isArray(later)) return [];
  const entries = later.filter(
    (entry): entry is [string[], number?] => Array.isArray(entry) && Array.isArray(entry[0]),
  );
  return entries.flatMap(([path, length]) => (isPresent(declared, path, length) ? [] : [path]));
}

function isPresent(declared: Properties, path: readonly string[], length: number | undefined): boolean {
  let value: unknown = declared;
  for (const part of path) {
    if (value === UNKNOWN) return true;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Properties)[part];
  }
  if (value === undefined || value === null) return false;
  return length === undefined || !Array.isArray(value) || value.length === length;
}
