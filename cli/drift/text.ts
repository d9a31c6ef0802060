import { wrapToWidth } from "../report/text-width.js";
import { timeText } from "../report/time-text.js";
import type { TextStyle } from "../terminal.js";
import type { Assembled } from "./assemble.js";
import {
  countByKind,
  ENDING,
  endDetail,
  kindName,
  listChange,
  nextSteps,
  OVERDUE,
  objectName,
  resourceName,
  shown,
  unmanagedDetail,
  verdict,
} from "./wording.js";

/** The report for a terminal or a log. */
export function driftText({ report, time, gaps, notes }: Assembled, style: TextStyle): string {
  const { paint } = style;
  const lines: string[] = [];
  const section = (title: string, rows: readonly string[]) => {
    if (rows.length > 0) lines.push("", paint("bold", title), ...rows);
  };
  const wrapped = (text: string, sign = "") =>
    wrapToWidth(text, style.width - (sign === "" ? 2 : 4)).map((line, n) =>
      sign === "" ? `  ${line}` : `  ${n === 0 ? sign : " "} ${line}`,
    );
  const { changed, missing, unmanaged, overdue = 0 } = report.summary;
  const isClean = report.complete && changed + missing + unmanaged + overdue === 0;
  lines.push(
    `Account ${report.account}, as of ${timeText(time)}`,
    paint(report.complete ? (isClean ? "green" : "yellow") : "red", verdict(report)),
  );
  section(
    "Could not be read or compared",
    gaps.flatMap((gap) => wrapped(gap, paint("red", "!"))),
  );
  section(
    "Changed",
    report.changed.flatMap((row) => {
      const head = `  ${paint("yellow", "~")} ${objectName(row)}  ${row.property}  ${paint("dim", `(${resourceName(row.urn)})`)}`;
      const lists = listChange(row.declared, row.actual);
      if (lists === undefined)
        return [head, `      declared ${shown(row.declared)}`, `      actual   ${shown(row.actual)}`];
      return [
        head,
        ...lists.added.map((item) => `      ${paint("green", "+")} ${item}  not declared`),
        ...lists.removed.map((item) => `      ${paint("red", "-")} ${item}  declared, not there`),
      ];
    }),
  );
  section(
    "Missing: declared, but not in the account",
    report.missing.map(
      (row) => `  ${paint("red", "-")} ${objectName(row)}  ${paint("dim", `(${resourceName(row.urn)})`)}`,
    ),
  );
  section(
    "Unmanaged: in the account, but not declared",
    report.unmanaged.map(
      (row) =>
        `  ${paint("green", "+")} ${kindName(row.kind)} ${row.name}  ${paint("dim", `(${unmanagedDetail(row)})`)}`,
    ),
  );
  section(
    OVERDUE,
    (report.overdue ?? []).map((row) => {
      const where = paint("dim", `(${resourceName(row.urn)})`);
      return `  ${paint("red", "!")} ${objectName(row)}  role ${row.roleId}, ${row.state}; ${endDetail(row)}  ${where}`;
    }),
  );
  section(
    ENDING,
    (report.ending ?? []).map(
      (row) => `  ${objectName(row)}  ${endDetail(row)}  ${paint("dim", `(${resourceName(row.urn)})`)}`,
    ),
  );
  section(
    "Notes",
    notes.flatMap((text) => wrapped(text)),
  );
  section(
    `Next, for ${countByKind(report)}`,
    nextSteps(report).flatMap((text) => wrapped(text)),
  );
  return `${lines.join("\n")}\n`;
}
