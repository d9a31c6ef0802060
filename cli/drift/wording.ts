import { describeEnd, describeThen } from "../../provider/plan/users/until.js";
import type { Ends } from "./findings.js";
import type { DriftReport } from "./report.js";

/** The report in one sentence. */
export function verdict({ complete, summary }: DriftReport): string {
  const { changed, missing, unmanaged, overdue = 0, managed } = summary;
  const found = changed + missing + unmanaged + overdue;
  if (!complete) return "The scan is incomplete: what is not listed may have drifted too.";
  if (found === 0) return `No drift: all ${managed} declared objects are as declared, and nothing is undeclared.`;
  const late = overdue > 0 ? `, ${overdue} overdue` : "";
  return `Drift: ${changed} changed, ${missing} missing, ${unmanaged} unmanaged${late}; ${managed} objects are declared.`;
}

export const OVERDUE = "Overdue: the access has ended, but no `up` has taken it away";
export const ENDING = "Ends within a week";

/** When access ended or ends, and what follows: `the end of 2027-01-31 (…), then: disabled`. */
export function endDetail(row: Pick<Ends, "until" | "then">): string {
  return `${describeEnd(row)}, then: ${describeThen(row.then)}`;
}

/** A declared or actual value on one line. Strings are quoted, so that empty strings and spaces at the ends are visible. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "(none)";
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** How a list differs; undefined if the values are not two lists. */
export function listChange(declared: unknown, actual: unknown): { added: string[]; removed: string[] } | undefined {
  if (!Array.isArray(declared) || !Array.isArray(actual)) return undefined;
  return {
    added: actual.filter((item) => !declared.includes(item)).map(String),
    removed: declared.filter((item) => !actual.includes(item)).map(String),
  };
}

/** A kind of object as people call it. */
export function kindName(kind: string): string {
  return kind === "apiKey" ? "API key" : kind;
}

/** How many findings there are of each kind of object: `2 roles, 1 user`. */
export function countByKind({ changed, missing, unmanaged, overdue = [] }: DriftReport): string {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, id } of [...changed, ...missing, ...unmanaged, ...overdue]) {
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(id));
  }
  return [...kinds]
    .map(
      ([kind, { size }]) => `${size} ${kind === "account" ? "account" : `${kindName(kind)}${size === 1 ? "" : "s"}`}`,
    )
    .join(", ");
}

/** What to do about the findings. */
export function nextSteps({ changed, missing, unmanaged, overdue = [] }: DriftReport): string[] {
  const keys = unmanaged.some(({ kind }) => kind === "apiKey");
  const others = unmanaged.some(({ kind }) => kind !== "apiKey");
  return [
    ...(changed.length + missing.length > 0
      ? [
          "Changed and missing: `pulumi up --refresh` restores what is declared. To keep a change made by hand, declare it first.",
        ]
      : []),
    ...(overdue.length > 0 ? ["Overdue: `pulumi up` takes the access away, under its guards."] : []),
    ...(others
      ? [
          "Unmanaged: declare it (`pulumi-cloudone export` writes how), remove it in the console, or list it in the ignore file.",
        ]
      : []),
    ...(keys
      ? ['API keys with an admin role: give them a smaller role, or allow them in the ignore file, as kind "apiKey".']
      : []),
  ];
}

/** The object as people call it. */
export function objectName({ kind, id, name = id, isAdmin }: NamedObject): string {
  return `${kindName(kind)} ${name}${isAdmin ? " (admin)" : ""}`;
}

interface NamedObject {
  kind: string;
  id: string;
  name?: string | undefined;
  isAdmin?: boolean | undefined;
}

/** The name at the end of a Pulumi URN, with its class: `Role auditor`. */
export function resourceName(urn: string): string {
  const [, , type = "resource", ...name] = urn.split("::");
  return `${type.split(":").at(-1)} ${name.join("::") || urn}`;
}

/** What an unmanaged object is, besides its name. */
export function unmanagedDetail({ id, roleId, state, isAdmin }: DriftReport["unmanaged"][number]): string {
  const parts = [id, roleId === undefined ? "" : `role ${roleId}`, state ?? "", isAdmin ? "admin" : ""];
  return parts.filter((part) => part !== "").join(", ");
}
