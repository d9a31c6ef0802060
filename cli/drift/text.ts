import { wrapToWidth } from "../report/text-width.js";
import { timeText } from "../report/time-text.js";
import type { TextStyle } from "../terminal.js";
import type { Assembled } from "./assemble.js";
import type { DriftReport } from "./report.js";
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

type Row<List extends "changed" | "missing" | "unmanaged"> = DriftReport[List][number];
type Paint = TextStyle["paint"];

/** The report for a terminal or a log. */
export function driftText({ report, time, gaps, notes }: Assembled, style: TextStyle): string {
  const { paint } = style;
  const wrapped = (text: string, sign = "") =>
    wrapToWidth(text, style.width - (sign === "" ? 2 : 4)).map((line, n) =>
      sign === "" ? `  ${line}` : `  ${n === 0 ? sign : " "} ${line}`,
    );
  const sections: [title: string, rows: readonly string[]][] = [
    ["Could not be read or compared", gaps.flatMap((gap) => wrapped(gap, paint("red", "!")))],
    ["Changed", report.changed.flatMap((row) => changedLines(row, paint))],
    ["Missing: declared, but not in the account", report.missing.map((row) => missingLine(row, paint))],
    ["Unmanaged: in the account, but not declared", report.unmanaged.map((row) => unmanagedLine(row, paint))],
    [OVERDUE, (report.overdue ?? []).map((row) => overdueLine(row, paint))],
    [ENDING, (report.ending ?? []).map((row) => `  ${objectName(row)}  ${endDetail(row)}  ${declaredIn(row, paint)}`)],
    ["Notes", notes.flatMap((text) => wrapped(text))],
    [`Next, for ${countByKind(report)}`, nextSteps(report).flatMap((text) => wrapped(text))],
  ];
  const lines = [
    `Account ${report.account}, as of ${timeText(time)}`,
    paint(verdictColour(report), verdict(report)),
    ...sections.flatMap(([title, rows]) => (rows.length > 0 ? ["", paint("bold", title), ...rows] : [])),
  ];
  return `${lines.join("\n")}\n`;
}

function verdictColour({ complete, summary }: DriftReport): "red" | "green" | "yellow" {
  const { changed, missing, unmanaged, overdue = 0 } = summary;
  if (!complete) return "red";
  return changed + missing + unmanaged + overdue === 0 ? "green" : "yellow";
}

function changedLines(row: Row<"changed">, paint: Paint): string[] {
  const head = `  ${paint("yellow", "~")} ${objectName(row)}  ${row.property}  ${declaredIn(row, paint)}`;
  const lists = listChange(row.declared, row.actual);
  if (lists === undefined) {
    return [head, `      declared ${shown(row.declared)}`, `      actual   ${shown(row.actual)}`];
  }
  return [
    head,
    ...lists.added.map((item) => `      ${paint("green", "+")} ${item}  not declared`),
    ...lists.removed.map((item) => `      ${paint("red", "-")} ${item}  declared, not there`),
  ];
}

function missingLine(row: Row<"missing">, paint: Paint): string {
  return `  ${paint("red", "-")} ${objectName(row)}  ${declaredIn(row, paint)}`;
}

function unmanagedLine(row: Row<"unmanaged">, paint: Paint): string {
  return `  ${paint("green", "+")} ${kindName(row.kind)} ${row.name}  ${paint("dim", `(${unmanagedDetail(row)})`)}`;
}

function overdueLine(row: NonNullable<DriftReport["overdue"]>[number], paint: Paint): string {
  const now = `role ${row.roleId}, ${row.state}; ${endDetail(row)}`;
  return `  ${paint("red", "!")} ${objectName(row)}  ${now}  ${declaredIn(row, paint)}`;
}

/** The resource that declares an object. */
function declaredIn({ urn }: { urn: string }, paint: Paint): string {
  return paint("dim", `(${resourceName(urn)})`);
}
