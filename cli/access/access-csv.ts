import { csvText } from "../report/csv-text.js";
import type { AccessReport } from "./access-report.js";
import { matrixOf, mfaWord } from "./matrix.js";

/** The matrix for a spreadsheet: a row for each user and key, a column for each service role. */
export function accessCsv(report: AccessReport): string {
  const matrix = matrixOf(report);
  const roleNames = new Map(report.roles.map(({ id, name }) => [id, name]));
  const head = ["kind", "name", "email", "id", "role id", "role", "admin", "state", "mfa", "last activity"];
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
      ...matrix.columns.map((_, index) => (has.has(index) ? "x" : "")),
    ];
  });
  return csvText([[...head, ...matrix.columns.map(({ label }) => label)], ...rows]);
}
