import { csvText } from "../report/csv-text.js";
import type { AccessReport, Principal } from "./access-report.js";
import { endFinder, thenText } from "./ends-wording.js";
import { matrixOf, mfaWord } from "./matrix.js";

/** The matrix for a spreadsheet: a row for each user and key, a column for each service role. */
export function accessCsv(report: AccessReport): string {
  const matrix = matrixOf(report);
  const roleNames = new Map(report.roles.map(({ id, name }) => [id, name]));
  const head = ["kind", "name", "email", "id", "role id", "role", "admin", "state", "mfa", "last activity"];
  const endOf = endFinder(report.ends);
  const endCells = (one: Principal) => {
    const end = endOf(one);
    return end === undefined ? ["", "", ""] : [end.until, thenText(end), end.isOverdue ? "yes" : "no"];
  };
  const hasEnds = report.ends !== undefined;
  const rows = report.principals.map((one) => {
    const has = new Set(matrix.byRole.get(one.roleId));
    return [
      one.kind,
      one.name,
      one.email ?? "",
      one.id,
      one.roleId,
      roleNames.get(one.roleId) ?? "",
      one.isAdmin ? "yes" : "no",
      one.state ?? "",
      mfaWord(one),
      one.lastActivity ?? "",
      ...(hasEnds ? endCells(one) : []),
      ...matrix.columns.map((_, index) => (has.has(index) ? "x" : "")),
    ];
  });
  return csvText([
    [...head, ...(hasEnds ? ["until", "then", "overdue"] : []), ...matrix.columns.map(({ label }) => label)],
    ...rows,
  ]);
}
