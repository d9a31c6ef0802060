import { printable } from "../text/printable.js";
import { hasUnknown, UNKNOWN } from "./fields.js";

/** A property that differs from the declaration. */
export interface Difference {
  property: string;
  actual: unknown;
  declared: unknown;
}

/** The differences in plain properties; a property that is not declared is not compared. */
export function differencesIn<K extends string>(
  properties: readonly K[],
  declared: { readonly [P in K]?: unknown },
  actual: { readonly [P in K]?: unknown },
): Difference[] {
  return properties
    .filter((property) => declared[property] !== undefined && declared[property] !== actual[property])
    .map((property) => ({ property, actual: actual[property], declared: declared[property] }));
}

/** The differences that remain, whatever value an unknown turns out to have. */
export function certain(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ declared }) => declared !== undefined && !hasUnknown(declared));
}

/** The differences as readable lines: now → declared; for lists, what is added and what is removed. */
export function describeDifferences(differences: readonly Difference[]): string {
  return differences.map(describeDifference).join("\n");
}

function describeDifference({ property, actual, declared }: Difference): string {
  if (!Array.isArray(actual) || !Array.isArray(declared)) return `  ${property}: ${show(actual)} → ${show(declared)}`;
  const gained = declared.filter((item) => !actual.includes(item)).map((item) => `    + ${show(item)}`);
  const lost = actual.filter((item) => !declared.includes(item)).map((item) => `    - ${show(item)}`);
  return [`  ${property}:`, ...gained, ...lost].join("\n");
}

function show(value: unknown): string {
  if (value === undefined) return "(none)";
  return value === UNKNOWN ? "(not known yet)" : printable(JSON.stringify(value));
}
