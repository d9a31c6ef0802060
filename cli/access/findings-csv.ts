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

/** One row for each finding about each person or key. */
export function findingsCsv(report: AccessReport): string {
  const { changes, inactive, ends } = report;
  const none = ends === undefined ? [] : ["", ""];
  const named = changes === undefined ? (urn: string) => urn : urnNames(report, changes);
  const yes = (is: boolean) => (is ? "yes" : "no");
  return csvText([
    [...HEAD, ...(ends === undefined ? [] : ["until", "then"])],
    ...(changes?.rows ?? []).flatMap((row) => {
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
        "",
        "",
        "",
        ...none,
      ];
      return row.who.map((one) => [row.change, one.kind, one.name, one.email ?? "", one.id, ...rest]);
    }),
    ...(inactive?.rows ?? []).map((one) => [
      "inactive",
      one.kind,
      one.name,
      one.email ?? "",
      one.id,
      one.roleId,
      one.roleId,
      "enabled",
      "enabled",
      "no",
      "no",
      "",
      "",
      "",
      one.lastActivity ?? "",
      one.created ?? "",
      String(one.daysInactive ?? ""),
      ...none,
    ]),
    ...(ends?.rows ?? []).map((one) => [
      one.isOverdue ? "overdue" : "ends",
      one.kind,
      one.name,
      one.email ?? "",
      one.id,
      one.roleId,
      "",
      one.state ?? "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      one.until,
      thenText(one),
    ]),
  ]);
}
