import { INVISIBLE } from "../../provider/plan/printable.js";
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
  return [[...head, ...matrix.columns.map(({ label }) => label)], ...rows]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
}

/** How a formula begins, whatever stands unseen before it; some spreadsheets end a cell at a semicolon. */
const FORMULA = new RegExp(String.raw`(^|;"?)(?=[\s${INVISIBLE}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])`, "gu");

/** RFC 4180; a spreadsheet takes no cell for a formula. */
function cell(text: string): string {
  const safe = text.replace(FORMULA, "$1'");
  return /[",;\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
