import { html } from "hono/html";
import type { Markup } from "../report/page.js";
import { cardTable } from "../report/table-markup.js";
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

/** The style of the findings above the matrix, which keeps most of the window. */
export const FINDINGS_STYLE = `
.findings { overflow: auto; margin-top: .75rem; border: 1px solid var(--line); padding: 0 .9rem .6rem; }
@media screen { .findings { max-height: 45dvh; flex: none; } #matrix { min-height: 12rem; } }
.findings table { margin-bottom: .5rem; } .findings summary { cursor: pointer; } .findings h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
`;

/** What changed, who is inactive and what ends, shown next to the matrix; empty if none of them was requested. */
export function findingsMarkup(report: AccessReport): Markup[] {
  const { changes, inactive } = report;
  const ends = notableEnds(report);
  if (changes === undefined && inactive === undefined && ends === undefined) return [];
  return [
    html`<section class="findings" aria-label="Findings" tabindex="0">
${changes === undefined ? [] : changesMarkup(report, changes)}${inactive === undefined ? [] : inactiveMarkup(inactive)}${ends === undefined ? [] : endsMarkup(ends)}</section>`,
  ];
}

/** What happens to each person and key, in a few words, by kind and id. */
export function changeLabels({ changes, inactive, ends }: AccessReport): Map<string, string> {
  const labels = new Map<string, string>();
  const add = ({ kind, id }: { kind: string; id: string }, label: string) => {
    const key = `${kind} ${id}`;
    labels.set(key, [...(labels.get(key)?.split(", ") ?? []), label].join(", "));
  };
  for (const row of changes?.rows ?? []) for (const one of row.who) add(one, labelOf(row));
  for (const one of inactive?.rows ?? []) add(one, "inactive");
  for (const one of ends?.rows ?? []) add(one, one.isOverdue ? "overdue" : "ends soon");
  return labels;
}

function labelOf(row: AccessChange): string {
  if (row.becomesAdmin) return "new admin";
  if (row.ceasesToBeAdmin) return "no longer admin";
  if (row.notKnown.length > 0) return "not known";
  if (row.change !== "changed") return row.change;
  if (row.gains.length > 0 && row.losses.length > 0) return "gains and loses";
  return row.gains.length > 0 ? "gains" : "loses";
}

function changesMarkup(report: AccessReport, changes: AccessChanges): Markup {
  const named = urnNames(report, changes);
  const list = (urns: readonly string[], tone: string) =>
    html`${urns.map((urn) => html`<div class="${tone}">${named(urn)}</div>`)}`;
  const row = (one: AccessChange) => [
    whoMarkup(one),
    bindingText(one),
    one.notKnown.length > 0 ? `not known: ${one.notKnown.join("; ")}` : list(one.gains, "good"),
    list(one.losses, "bad"),
  ];
  return html`<h2>${changesVerdict(changes)}</h2>
${remarksOf(changes).map(({ isGrave, text }) => html`<p class="${isGrave ? "bad" : "dim"}">${text}</p>`)}
${sectionsOf(changes).map(
  ({ title, rows }) => html`<h3>${title}</h3>
${cardTable(title, ["Who", "Role", "Gains", "Loses"], rows.map(row))}
`,
)}`;
}

function whoMarkup(one: AccessChange): Markup {
  if (one.who.length === 1) return html`${whoseText(one)}`;
  return html`<details><summary>${whoseText(one)}</summary>${one.who.map(nameText).join(", ")}</details>`;
}

function inactiveMarkup(inactive: AccessInactive): Markup {
  const { rows } = inactive;
  const row = (one: AccessInactive["rows"][number]) => [
    nameText(one),
    `${one.roleId}${one.isAdmin ? " (admin)" : ""}`,
    lastSeen(one),
  ];
  return html`<h2>${inactiveVerdict(inactive)}</h2>
${rows.length === 0 ? [] : cardTable("Inactive", ["Who", "Role", "Last activity"], rows.map(row))}`;
}

function endsMarkup(ends: AccessEnds): Markup {
  const rows = ends.rows.map((one) => [nameText(one), heldText(one), endText(one)]);
  return html`<h2>${endsVerdict(ends)}</h2>
${unknownEnds(ends).map((text) => html`<p class="dim">${text}</p>`)}
${rows.length === 0 ? [] : cardTable("Declared access that ends", ["Who", "Role", "Ends"], rows)}`;
}
