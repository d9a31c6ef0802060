import { INVISIBLE } from "../../provider/plan/text/printable.js";

/** RFC 4180, with cells that no spreadsheet treats as formulas. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** How a formula starts, after any invisible characters; some spreadsheets end a cell at a semicolon. */
const FORMULA = new RegExp(String.raw`(^|;"?)(?=[\s${INVISIBLE}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])`, "gu");

function cell(text: string): string {
  const safe = text.replace(FORMULA, "$1'");
  return /[",;\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
