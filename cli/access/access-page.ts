import { html, raw } from "hono/html";
import { page } from "../report/page.js";
import { type AccessReport, SAML_NOTE } from "./access-report.js";
import { headline } from "./headline.js";
import { matrixOf, mfaWord } from "./matrix.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { PAGE_STYLE } from "./page-style.js";

const FIXED_HEADS = ["Role", "State", "MFA", "Last activity"];

/** The matrix as one self-contained page. */
export function accessPage(report: AccessReport, gaps: readonly string[]): Promise<string> {
  const { columns, byRole } = matrixOf(report);
  const known = report.roles.map(({ id, name }) => ({ id, name, has: byRole.get(id) ?? [] }));
  const unknown = [...new Set(report.principals.map(({ roleId }) => roleId))]
    .filter((id) => !byRole.has(id))
    .map((id) => ({ id, name: "", has: [] }));
  const roles = [...known, ...unknown];
  const at = new Map(roles.map(({ id }, index) => [id, index]));
  const rows = report.principals.map((one) => ({
    kind: one.kind,
    who: one.email ?? one.name,
    name: one.name,
    id: one.id,
    role: at.get(one.roleId),
    state: one.state,
    mfa: mfaWord(one),
    last: one.lastActivity ?? "",
    admin: one.isAdmin,
  }));
  return page(
    `Access in account ${report.account}`,
    html`<main>
<h1>Who may do what in Cloud One account ${report.account}</h1>
<p>${headline(report)} <span class="dim">As of ${report.generated}.</span></p>
${gaps.map((gap) => html`<p class="banner bad" role="alert"><strong>Incomplete:</strong> ${gap}</p>`)}
<p class="banner warn">${SAML_NOTE}</p>
<noscript><p class="banner bad">The table needs JavaScript. Without it, use --format csv or --format markdown.</p></noscript>
<div class="tools">
<label>Search <input type="search" id="search" autocomplete="off" placeholder="name, role, service, disabled …"></label>
<label><input type="checkbox" id="only"> admins only</label>
<p id="count" class="dim" role="status" aria-live="polite"></p>
</div>
<div id="matrix" role="region" aria-label="Access matrix, scrollable" tabindex="0">
<table aria-colcount="${columns.length + FIXED_HEADS.length + 1}">
<caption>Users and API keys, and the service roles that each has through their role; admins first</caption>
<thead><tr aria-rowindex="1"><th scope="col" class="who">Who</th>
${FIXED_HEADS.map((head) => html`<th scope="col">${head}</th>`)}
${columns.map(({ label, urn }) => html`<th scope="col" class="service" title="${urn}"><span>${label}</span></th>`)}
</tr></thead>
<tbody></tbody>
</table>
</div>
<script type="application/json" id="data">${raw(inScript({ columns: columns.map(({ label }) => label), roles, rows }))}</script>
</main>`,
    { style: PAGE_STYLE, script: PAGE_SCRIPT },
  );
}

/** JSON that cannot end the script element it stands in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
