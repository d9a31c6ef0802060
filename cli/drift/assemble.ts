import type { Unreadable } from "../../provider/plan/stored/declared.js";
import type { Ends, Findings } from "./findings.js";
import { describeEntry, type Ignores } from "./ignore.js";
import type { DriftReport } from "./report.js";

/** A report, and what a person should know besides. */
export interface Assembled {
  report: DriftReport;
  /** When the account was read. */
  time: string;
  /** Why the report is incomplete. */
  gaps: string[];
  /** Things to know that change nothing. */
  notes: string[];
  /** The account's alias, for a page. */
  alias?: string;
}

/** Puts the findings of all kinds together, in an order that does not depend on the server's. */
export function assemble(
  account: string,
  time: string,
  parts: readonly Findings[],
  unreadable: readonly Unreadable[],
  unread: readonly string[],
  ignores: Ignores,
  remarks: readonly string[] = [],
): Assembled {
  const keep = <T extends Parameters<Ignores["covers"]>[0] & { isAdmin?: boolean }>(rows: readonly T[]) =>
    rows.filter((row) => !ignores.covers(row)).sort((a, b) => weight(a) - weight(b) || compare(sortKey(a), sortKey(b)));
  const changed = keep(parts.flatMap((part) => part.changed));
  const missing = keep(parts.flatMap((part) => part.missing));
  const unmanaged = keep(parts.flatMap((part) => part.unmanaged));
  const asEnds = <T extends Ends>(rows: readonly T[]) =>
    keep(rows.map((row) => ({ ...row, property: "until" }))).map(({ property: _, ...row }) => row);
  const overdue = asEnds(parts.flatMap((part) => part.overdue ?? []));
  const ending = asEnds(parts.flatMap((part) => part.ending ?? []));
  const gaps = [...unread, ...parts.flatMap((part) => part.undecided), ...keep(unreadable).map(notCompared)];
  const managed = parts.reduce((sum, part) => sum + part.managed, 0);
  const report = reportOf({
    account,
    isComplete: gaps.length === 0,
    managed,
    changed,
    missing,
    unmanaged,
    overdue,
    ending,
  });
  return { report, time, gaps, notes: [...remarks, ...notesOn(ignores)] };
}

/** Findings without those that are ignored, in their order. */
type Kept = Required<Omit<Findings, "undecided" | "managed">> & {
  account: string;
  isComplete: boolean;
  managed: number;
};

function reportOf({ account, isComplete, managed, changed, missing, unmanaged, overdue, ending }: Kept): DriftReport {
  return {
    schemaVersion: 1,
    account,
    complete: isComplete,
    summary: {
      managed,
      changed: new Set(changed.map(({ urn, kind, id }) => JSON.stringify([urn, kind, id]))).size,
      missing: missing.length,
      unmanaged: unmanaged.length,
      ...(overdue.length > 0 && { overdue: overdue.length }),
    },
    changed: changed.map(({ urn, kind, id, name, property, declared, actual, isAdmin }) => ({
      urn,
      kind,
      id,
      ...(name !== undefined && { name }),
      property,
      declared: declared ?? null,
      actual: actual ?? null,
      ...(isAdmin && { isAdmin }),
    })),
    missing: missing.map(({ urn, kind, id, name }) => ({ urn, kind, id, ...(name !== undefined && { name }) })),
    unmanaged: unmanaged.map(({ isAdmin, ...row }) => ({ ...row, ...(isAdmin && { isAdmin }) })),
    ...(overdue.length > 0 && {
      overdue: overdue.map(({ userId: _, isAdmin, ...row }) => ({ ...row, ...(isAdmin && { isAdmin }) })),
    }),
    ...(ending.length > 0 && { ending: ending.map(({ userId: _, ...row }) => row) }),
  };
}

function notCompared({ kind, id, property }: Unreadable): string {
  return (
    `${property === "*" ? "every property" : property} of ${kind} ${id} is a secret in the state and was not compared; ` +
    "an entry with this property in the ignore file acknowledges that"
  );
}

function notesOn({ ignored, expired, unused }: Ignores): string[] {
  return [
    ...(ignored > 0 ? [`${ignored} findings are left out by the ignore file`] : []),
    ...expired.map((entry) => `the ignore entry for ${describeEntry(entry)} has expired and no longer counts`),
    ...unused.map((entry) => `the ignore entry for ${describeEntry(entry)} matches nothing and can be removed`),
  ];
}

/** Admins come first. */
function weight({ isAdmin = false }: { isAdmin?: boolean }): number {
  return isAdmin ? 0 : 1;
}

function sortKey(row: { kind: string; id: string; name?: string; property?: string }): string {
  return [row.kind, row.name ?? row.id, row.property ?? ""].join("\u0000");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
