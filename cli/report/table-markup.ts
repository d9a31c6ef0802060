import { html } from "hono/html";
import type { Markup } from "./page.js";

export type Cell = string | Markup;

/**
 * A table whose rows become cards where the window is narrow: then each cell says what it is. The roles are named since
 * such a layout takes them from the elements.
 */
export function cardTable(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  return html`<table class="cards" role="table"><caption class="heard">${caption}</caption>
<thead role="rowgroup"><tr role="row">${head.map((cell) => html`<th scope="col" role="columnheader">${cell}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) =>
      html`<tr role="row">${row.map((cell, n) => html`<td role="cell" data-label="${head[n] ?? ""}"><div>${cell}</div></td>`)}</tr>\n`,
  )}</tbody></table>`;
}

/** A text that may break after a colon or a slash, as URNs should; an address stays whole, so that a search finds it. */
export function breakable(text: string): Markup {
  const parts = text.split(/(?<=[:/])/);
  return html`${parts.map((part, n) => (n === 0 ? part : html`<wbr>${part}`))}`;
}

/** A narrow window shows heads as buttons that sort, and each row as a card. */
export const CARD_STYLE = `
section { overflow-x: auto; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th button { all: unset; box-sizing: border-box; cursor: pointer; font-weight: inherit; }
th button:focus-visible { outline: 3px solid var(--mark); outline-offset: 1px; }
th[aria-sort=ascending] button::after { content: " \\2191" / ""; } th[aria-sort=descending] button::after { content: " \\2193" / ""; }
@media screen and (max-width: 699.98px) {
  table.cards, table.cards thead, table.cards tbody, table.cards tbody tr { display: block; }
  table.cards thead { background: none; }
  table.cards thead tr { display: flex; flex-wrap: wrap; gap: .25rem .9rem; align-items: baseline; margin-block-end: .5rem; }
  table.cards thead tr::before { content: "Sort by"; color: var(--dim); }
  table.cards thead th { padding: 0; border: 0; background: none; }
  table.cards thead th button { padding: .3rem 0; text-decoration: underline; }
  table.cards tbody tr { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .6rem; padding: .4rem .75rem; }
  table.cards td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; border: 0; padding: .15rem 0; }
  table.cards td::before { content: attr(data-label); color: var(--dim); }
}
`;

/** Makes the heads of such tables sort. */
export const SORT_SCRIPT = `
"use strict";
for (const table of document.querySelectorAll("table.cards")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const textOf = (row) => row.cells[n].textContent.trim();
      const order = (a, b) => textOf(a).localeCompare(textOf(b), "en", { numeric: true }) * (down ? -1 : 1);
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    });
  });
}
`;
