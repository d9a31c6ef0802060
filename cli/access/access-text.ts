import { cutToWidth, padToWidth, textWidth, wrapToWidth } from "../report/text-width.js";
import { dayText, timeText } from "../report/time-text.js";
import type { TextStyle } from "../terminal.js";
import type { AccessReport, Principal } from "./access-report.js";
import { endFinder, endsVerdict, endText, unknownEnds } from "./ends-wording.js";
import { headline } from "./headline.js";
import { whoText } from "./kind-label.js";
import { matrixOf, mfaWord, servicesOf } from "./matrix.js";
import { samlNote } from "./saml-note.js";

const HEAD = ["WHO", "ROLE", "STATE", "MFA", "LAST ACTIVITY"] as const;
const GAP = "  ";
/** Narrower columns are useless. */
const NARROWEST = 12;

/** A table for a terminal; on a narrow one, names are cut and the service roles go under them. */
export function accessText(report: AccessReport, gaps: readonly string[], { width, paint }: TextStyle): string {
  const matrix = matrixOf(report);
  const rows = report.principals.map(cells);
  const widths = HEAD.map((head, n) =>
    Math.min(
      width,
      rows.reduce((most, row) => Math.max(most, textWidth(row[n] ?? "")), head.length),
    ),
  );
  shrink(widths, width);
  const line = (row: readonly string[]) =>
    row
      .map((text, n) => padToWidth(cutToWidth(text, widths[n] ?? 0), widths[n] ?? 0))
      .join(GAP)
      .trimEnd();
  const services = (one: Principal) => {
    const list = servicesOf(one, matrix).join(", ") || "no service roles";
    return paint("dim", cutToWidth(`    ${list}`, width));
  };
  const endOf = endFinder(report.ends);
  const endLine = (one: Principal) => {
    const end = endOf(one);
    if (end === undefined) return [];
    return wrapToWidth(endText(end), width - 4).map((text) => paint(end.isOverdue ? "red" : "yellow", `    ${text}`));
  };
  const endRemarks = report.ends === undefined ? [] : [endsVerdict(report.ends), ...unknownEnds(report.ends)];
  return `${[
    `Account ${report.account}, ${timeText(report.generated)}`,
    ...wrapToWidth(headline(report), width),
    ...gaps.flatMap((gap) => wrapToWidth(`INCOMPLETE: ${gap}`, width).map((one) => paint("red", one))),
    ...wrapToWidth(samlNote(report), width),
    ...endRemarks.flatMap((text) => wrapToWidth(text, width)),
    "",
    paint("bold", line(HEAD)),
    ...report.principals.flatMap((one, n) => {
      const text = line(rows[n] ?? []);
      return [one.isAdmin ? paint("yellow", text) : text, ...endLine(one), services(one)];
    }),
  ].join("\n")}\n`;
}

function cells(one: Principal): string[] {
  return [
    whoText(one),
    `${one.roleId}${one.isAdmin ? " *" : ""}`,
    one.state ?? "",
    mfaWord(one),
    dayText(one.lastActivity),
  ];
}

/** Takes columns from the widest ones until the table fits. */
function shrink(widths: number[], width: number): void {
  const total = () => widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  while (total() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= NARROWEST) return;
    widths[widest] = now - 1;
  }
}
