import { wrapToWidth } from "../report/text-width.js";
import { timeText } from "../report/time-text.js";
import type { TextStyle } from "../terminal.js";
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

/** What changed and who is inactive, for a terminal or a log; no one else is listed. */
export function findingsText(report: AccessReport, gaps: readonly string[], style: TextStyle): string {
  const { width, paint } = style;
  const { changes, inactive } = report;
  const ends = notableEnds(report);
  return `${[
    `Account ${report.account}, ${timeText(report.generated)}`,
    ...gaps.flatMap((gap) => wrapToWidth(`INCOMPLETE: ${gap}`, width).map((one) => paint("red", one))),
    ...wrapToWidth(samlNote(report), width),
    ...(changes === undefined ? [] : changeLines(report, changes, style)),
    ...(inactive === undefined ? [] : inactiveLines(inactive, style)),
    ...(ends === undefined ? [] : endLines(ends, style)),
  ].join("\n")}\n`;
}

function changeLines(report: AccessReport, changes: AccessChanges, { width, paint }: TextStyle): string[] {
  const named = urnNames(report, changes);
  const indented = (text: string, by: string) => wrapToWidth(text, width - by.length).map((line) => by + line);
  const row = (one: AccessChange) => [
    ...indented(`${whoseText(one)}: ${bindingText(one)}`, "  ").map((line) =>
      one.becomesAdmin ? paint("red", line) : line,
    ),
    ...one.gains.map((urn) => `    ${paint("green", "+")} ${named(urn)}`),
    ...one.losses.map((urn) => `    ${paint("yellow", "-")} ${named(urn)}`),
    ...one.notKnown.flatMap((text) => indented(`? ${text}`, "    ")),
    ...(one.who.length === 1
      ? []
      : indented(one.who.map(nameText).join(", "), "    ").map((line) => paint("dim", line))),
  ];
  return [
    "",
    ...wrapToWidth(changesVerdict(changes), width).map((line) => paint("bold", line)),
    ...remarksOf(changes).flatMap(({ isGrave, text }) =>
      wrapToWidth(text, width).map((line) => (isGrave ? paint("red", line) : line)),
    ),
    ...sectionsOf(changes).flatMap(({ title, rows }) => ["", paint("bold", title), ...rows.flatMap(row)]),
  ];
}

function inactiveLines(inactive: AccessInactive, { width, paint }: TextStyle): string[] {
  return [
    "",
    ...wrapToWidth(inactiveVerdict(inactive), width).map((line) => paint("bold", line)),
    ...inactive.rows.flatMap((one) => {
      const text = `  ${nameText(one)}: ${one.roleId}${one.isAdmin ? " (admin)" : ""}; ${lastSeen(one)}`;
      return one.isAdmin ? paint("yellow", text) : text;
    }),
  ];
}

function endLines(ends: AccessEnds, { width, paint }: TextStyle): string[] {
  return [
    "",
    ...wrapToWidth(endsVerdict(ends), width).map((line) => paint("bold", line)),
    ...unknownEnds(ends).flatMap((text) => wrapToWidth(text, width)),
    ...ends.rows.flatMap((one) =>
      wrapToWidth(`${nameText(one)}: ${heldText(one)}; ${endText(one)}`, width - 2).map((line) =>
        one.isOverdue ? paint("red", `  ${line}`) : `  ${line}`,
      ),
    ),
  ];
}
