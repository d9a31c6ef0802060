import { csvText } from "../report/csv-text.js";
import type { AccessReport } from "./access-report.js";
import { urnNames } from "./changes-wording.js";
import { thenText } from "./ends-wording.js";

const HEAD = [
  "finding",
  "kind",
  "name",
  "email",
  "id",
  "role before",
  "role after",
  "state before",
  "state after",
  "becomes admin",
  "no longer admin",
  "gains",
  "losses",
  "not known",
  "last activity",
  "created",
  "days inactive",
];

type Changes = NonNullable<AccessReport["changes"]>;
type Inactive = NonNullable<AccessReport["inactive"]>["rows"][number];
type Ending = NonNullable<AccessReport["ends"]>["rows"][number];

/** One row for each finding about each person or key. */
export function findingsCsv(report: AccessReport): string {
  const { changes, inactive, ends } = report;
  const none = ends === undefined ? [] : ["", ""];
  const named = changes === undefined ? (urn: string) => urn : urnNames(report, changes);
  return csvText([
    [...HEAD, ...(ends === undefined ? [] : ["until", "then"])],
    ...(changes?.rows ?? []).flatMap((row) => changeCells(row, named)).map((cells) => [...cells, ...none]),
    ...(inactive?.rows ?? []).map((one) => [...inactiveCells(one), ...none]),
    ...(ends?.rows ?? []).map(endCells),
  ]);
}

/** A change is of all who gain or lose the same. */
function changeCells(row: Changes["rows"][number], named: (urn: string) => string): string[][] {
  const yes = (is: boolean) => (is ? "yes" : "no");
  const list = (urns: readonly string[]) => urns.map(named).join(", ");
  const rest = [
    row.before?.roleId ?? "",
    row.after?.roleId ?? "",
    row.before?.state ?? "",
    row.after?.state ?? "",
    yes(row.becomesAdmin),
    yes(row.ceasesToBeAdmin),
    list(row.gains),
    list(row.losses),
    row.notKnown.join(", "),
    ...empty(3),
  ];
  return row.who.map((one) => [row.change, ...whoCells(one), ...rest]);
}

function inactiveCells(one: Inactive): string[] {
  return [
    "inactive",
    ...whoCells(one),
    one.roleId,
    one.roleId,
    "enabled",
    "enabled",
    "no",
    "no",
    ...empty(3),
    one.lastActivity ?? "",
    one.created ?? "",
    String(one.daysInactive ?? ""),
  ];
}

function endCells(one: Ending): string[] {
  const finding = one.isOverdue ? "overdue" : "ends";
  return [finding, ...whoCells(one), one.roleId, "", one.state ?? "", ...empty(9), one.until, thenText(one)];
}

function whoCells({ kind, name, email, id }: Pick<Inactive, "kind" | "name" | "email" | "id">): string[] {
  return [kind, name, email ?? "", id];
}

function empty(count: number): string[] {
  return Array.from({ length: count }, () => "");
}
