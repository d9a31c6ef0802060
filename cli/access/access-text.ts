import { padToWidth, textWidth, wrapToWidth } from "../report/text-width.js";
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
const INDENT = "    ";
const HARD_SPACE = "\u00a0";
/** Narrower columns are useless. */
const NARROWEST = 12;

/** A table for a terminal, with the service roles under each row; text that is too wide for its column wraps. */
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
      .map((text, n) => padToWidth(text, widths[n] ?? 0))
      .join(GAP)
      .trimEnd();
  const fits = (row: readonly string[]) => row.every((text, n) => textWidth(text) <= (widths[n] ?? 0));
  const [wide = 0, roleWide = 0] = widths;
  const lines = ([who = "", role = "", ...rest]: readonly string[]) => {
    if (fits([who, role])) return [line([who, role, ...rest])];
    if (fits(["", role])) return [who, line(["", role, ...rest])];
    const room = wide + GAP.length + roleWide;
    const below = `${INDENT}${role}`;
    if (textWidth(below) > room) return [who, below, line(["", "", ...rest])];
    return [who, (padToWidth(below, room) + line(["", "", ...rest]).slice(room)).trimEnd()];
  };
  const services = (one: Principal) => {
    // A service stays on one line with its role.
    const list = servicesOf(one, matrix).map((name) => name.replaceAll(" ", HARD_SPACE));
    return wrapToWidth(list.join(", ") || "no service roles", width - INDENT.length).map((text) =>
      paint("dim", `${INDENT}${text.replaceAll(HARD_SPACE, " ")}`),
    );
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
      const texts = lines(rows[n] ?? []);
      return [...texts.map((text) => (one.isAdmin ? paint("yellow", text) : text)), ...endLine(one), ...services(one)];
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

/** Takes columns from the wider one of the first two until the table fits. */
function shrink(widths: number[], width: number): void {
  const total = () => widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  while (total() > width) {
    const [who = 0, role = 0] = widths;
    if (Math.max(who, role) <= NARROWEST) return;
    if (who >= role) widths[0] = who - 1;
    else widths[1] = role - 1;
  }
}
