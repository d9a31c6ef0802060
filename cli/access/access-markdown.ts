import { markdownTable, markdownText } from "../report/markdown-text.js";
import { dayText, timeText } from "../report/time-text.js";
import type { AccessReport, Principal } from "./access-report.js";
import { endFinder, endsVerdict, endText, unknownEnds } from "./ends-wording.js";
import { headline } from "./headline.js";
import { whoText } from "./kind-label.js";
import { matrixOf, mfaWord, servicesOf } from "./matrix.js";
import { samlNote } from "./saml-note.js";

export function accessMarkdown(report: AccessReport, gaps: readonly string[]): string {
  const matrix = matrixOf(report);
  const endOf = endFinder(report.ends);
  const hasEnds = (report.ends?.rows.length ?? 0) > 0;
  const endCell = (one: Principal) => {
    const end = endOf(one);
    return end === undefined ? "" : endText(end);
  };
  const rows = report.principals.map((one) => [
    whoText(one),
    `${one.roleId}${one.isAdmin ? " (admin)" : ""}`,
    one.state ?? "",
    ...(hasEnds ? [endCell(one)] : []),
    mfaWord(one),
    dayText(one.lastActivity),
    servicesOf(one, matrix).join(", "),
  ]);
  return `${[
    `## Who may do what in Cloud One account ${report.account}`,
    `${markdownText(headline(report))} As of ${timeText(report.generated)}.`,
    ...gaps.map((gap) => `**INCOMPLETE: ${markdownText(gap)}**`),
    markdownText(samlNote(report)),
    ...(report.ends === undefined ? [] : [endsVerdict(report.ends), ...unknownEnds(report.ends)].map(markdownText)),
    markdownTable(
      ["Who", "Role", "State", ...(hasEnds ? ["Ends"] : []), "MFA", "Last activity", "Service roles"],
      rows,
    ),
  ].join("\n\n")}\n`;
}
