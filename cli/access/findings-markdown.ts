import { markdownTable, markdownText } from "../report/markdown-text.js";
import { timeText } from "../report/time-text.js";
import type { AccessChange, AccessChanges, AccessInactive } from "./access-changes.js";
import type { AccessEnds } from "./access-ends.js";
import type { AccessReport } from "./access-report.js";
import {
  bindingText,
  changesVerdict,
  inactiveVerdict,
  lastSeen,
  nameText,
  remarksOf,
  sectionsOf,
  urnNames,
  whoseText,
} from "./changes-wording.js";
import { endsVerdict, endText, heldText, notableEnds, unknownEnds } from "./ends-wording.js";
import { samlNote } from "./saml-note.js";

/** What changed and who is inactive, as Markdown; no one else is listed. */
export function findingsMarkdown(report: AccessReport, gaps: readonly string[]): string {
  const { changes, inactive } = report;
  const ends = notableEnds(report);
  return `${[
    `## Access in Cloud One account ${report.account}`,
    `As of ${timeText(report.generated)}.`,
    ...gaps.map((gap) => `**INCOMPLETE: ${markdownText(gap)}**`),
    ...(changes === undefined ? [] : changeParts(report, changes)),
    ...(inactive === undefined ? [] : inactiveParts(inactive)),
    ...(ends === undefined ? [] : endParts(ends)),
    markdownText(samlNote(report)),
  ].join("\n\n")}\n`;
}

function changeParts(report: AccessReport, changes: AccessChanges): string[] {
  const named = urnNames(report, changes);
  const rows = (of: readonly AccessChange[]) =>
    of.map((one) => `| ${[whoCell(one), markdownText(bindingText(one)), ...accessCells(one, named)].join(" | ")} |`);
  return [
    `**${markdownText(changesVerdict(changes))}**`,
    ...remarksOf(changes).map(({ isGrave, text }) => (isGrave ? `**${markdownText(text)}**` : markdownText(text))),
    ...sectionsOf(changes).flatMap((section) => [
      `### ${section.title}`,
      [markdownTable(["Who", "Role", "Gains", "Loses"], []), ...rows(section.rows)].join("\n"),
    ]),
  ];
}

function accessCells({ gains, losses, notKnown }: AccessChange, named: (urn: string) => string): string[] {
  const list = (urns: readonly string[]) => urns.map((urn) => markdownText(named(urn))).join("<br>");
  if (notKnown.length > 0) return [`not known: ${notKnown.map((text) => markdownText(text)).join("<br>")}`, ""];
  return [list(gains), list(losses)];
}

/** Many people take one line, with their names folded behind it. */
function whoCell(one: AccessChange): string {
  const head = markdownText(whoseText(one));
  if (one.who.length === 1) return head;
  const names = one.who.map((who) => markdownText(nameText(who))).join(", ");
  return `<details><summary>${head}</summary>${names}</details>`;
}

function inactiveParts(inactive: AccessInactive): string[] {
  const rows = inactive.rows.map((one) => [
    nameText(one),
    `${one.roleId}${one.isAdmin ? " (admin)" : ""}`,
    lastSeen(one),
  ]);
  return [
    `**${markdownText(inactiveVerdict(inactive))}**`,
    ...(rows.length === 0 ? [] : [markdownTable(["Who", "Role", "Last activity"], rows)]),
  ];
}

function endParts(ends: AccessEnds): string[] {
  const rows = ends.rows.map((one) => [nameText(one), heldText(one), endText(one)]);
  return [
    `**${markdownText(endsVerdict(ends))}**`,
    ...unknownEnds(ends).map(markdownText),
    ...(rows.length === 0 ? [] : [markdownTable(["Who", "Role", "Ends"], rows)]),
  ];
}
