import { html } from "hono/html";
import { accountName, type Markup, page } from "../report/page.js";
import { breakable, CARD_STYLE, type Cell, cardTable, SORT_SCRIPT } from "../report/table-markup.js";
import { timeText } from "../report/time-text.js";
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
  resourceName,
  shown,
  unmanagedDetail,
  verdict,
} from "./wording.js";

/** The report as one self-contained page. */
export function driftPage({ report, time, gaps, notes, alias }: Assembled): Promise<string> {
  const account = accountName(report.account, alias);
  const { changed, missing, unmanaged, overdue = [], ending = [], complete } = report;
  const isClean = changed.length + missing.length + unmanaged.length + overdue.length === 0;
  const admins = [...changed, ...unmanaged, ...overdue].some(({ isAdmin }) => isAdmin)
    ? html`<p class="dim">Admin: an admin role of the account, or someone who has one. Such a role is full-access, or has the identity service in full.</p>`
    : "";
  const hasLists = changed.some(({ declared, actual }) => listChange(declared, actual) !== undefined);
  const tone = complete ? (isClean ? "good" : "warn") : "bad";
  return page(
    `Drift in account ${account}`,
    html`<main>
<h1>Drift in Cloud One account ${account}</h1>
<p class="dim">As of ${timeText(time)}.</p>
<p class="banner ${tone}" role="status"><strong>${verdict(report)}</strong></p>
${list("Could not be read or compared", gaps)}
${table(
  "Changed",
  ["Object", "Property", "Declared", "Actual", "Declared by"],
  changed.map((row) => [
    object(row),
    html`<span class="whole">${row.property}</span>`,
    ...values(row),
    breakable(resourceName(row.urn)),
  ]),
)}
${hasLists ? html`<p class="dim">− declared, but not there · + there, but not declared</p>` : ""}
${table(
  "Missing: declared, but not in the account",
  ["Object", "Declared by"],
  missing.map((row) => [object(row), breakable(resourceName(row.urn))]),
)}
${table(
  "Unmanaged: in the account, but not declared",
  ["Kind", "Name", "Id, role and state"],
  unmanaged.map((row) => [kindName(row.kind), breakable(row.name), breakable(unmanagedDetail(row))]),
)}
${table(
  OVERDUE,
  ["Object", "Still has", "Ended", "Declared by"],
  overdue.map((row) => [object(row), `role ${row.roleId}, ${row.state}`, endDetail(row), resourceName(row.urn)]),
)}
${table(
  ENDING,
  ["Object", "Ends", "Declared by"],
  ending.map((row) => [object(row), endDetail(row), resourceName(row.urn)]),
)}
${list("Notes", notes)}
${admins}
${list(`Next, for ${countByKind(report)}`, nextSteps(report))}
</main>`,
    { style: `${CARD_STYLE}.whole { white-space: nowrap; }`, script: SORT_SCRIPT },
  );
}

function object({
  kind,
  id,
  name = id,
  isAdmin,
}: {
  kind: string;
  id: string;
  name?: string | undefined;
  isAdmin?: boolean | undefined;
}): Markup {
  return html`${kindName(kind)} <code>${breakable(name)}</code>${isAdmin ? " admin" : ""}`;
}

function values({ declared, actual }: DriftReport["changed"][number]): [Cell, Cell] {
  const lists = listChange(declared, actual);
  if (lists === undefined)
    return [html`<code>${breakable(shown(declared))}</code>`, html`<code>${breakable(shown(actual))}</code>`];
  const lines = (items: readonly string[], sign: string, tone: string) =>
    items.length === 0
      ? html`<span class="dim">nothing else</span>`
      : html`${items.map((item) => html`<div class="${tone}">${sign} <code>${breakable(item)}</code></div>`)}`;
  return [lines(lists.removed, "−", "bad"), lines(lists.added, "+", "good")];
}

function table(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Markup | "" {
  return rows.length === 0 ? "" : html`<section><h2>${title}</h2>\n${cardTable(title, head, rows)}</section>`;
}

function list(title: string, items: readonly string[]): Markup | "" {
  if (items.length === 0) return "";
  return html`<section><h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></section>`;
}
