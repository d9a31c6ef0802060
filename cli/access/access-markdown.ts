import { markdownTable, markdownText } from "../report/markdown-text.js";
import { dayText, timeText } from "../report/time-text.js";
import type { AccessReport } from "./access-report.js";
import { headline } from "./headline.js";
import { whoText } from "./kind-label.js";
import { matrixOf, mfaWord, servicesOf } from "./matrix.js";
import { samlNote } from "./saml-note.js";

export function accessMarkdown(report: AccessReport, gaps: readonly string[]): string {
  const matrix = matrixOf(report);
  const rows = report.principals.map((one) => [
    whoText(one),
    `${one.roleId}${one.isAdmin ? " (admin)" : ""}`,
    one.state ?? "",
    mfaWord(one),
    dayText(one.lastActivity),
    servicesOf(one, matrix).join(", "),
  ]);
  return `${[
    `## Who may do what in Cloud One account ${report.account}`,
    `${markdownText(headline(report))} As of ${timeText(report.generated)}.`,
    ...gaps.map((gap) => `**INCOMPLETE: ${markdownText(gap)}**`),
    markdownText(samlNote(report)),
    markdownTable(["Who", "Role", "State", "MFA", "Last activity", "Service roles"], rows),
  ].join("\n\n")}\n`;
}
