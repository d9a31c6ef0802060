import { html, raw } from "hono/html";
import { accountName, page } from "../report/page.js";
import { CARD_STYLE, SORT_SCRIPT } from "../report/table-markup.js";
import { textWidth } from "../report/text-width.js";
import { timeText } from "../report/time-text.js";
import type { AccessReport, Principal } from "./access-report.js";
import { endsVerdict, notableEnds } from "./ends-wording.js";
import { changeLabels, FINDINGS_STYLE, findingsMarkup } from "./findings-page.js";
import { headline } from "./headline.js";
import { KIND_LABELS } from "./kind-label.js";
import { mfaWord } from "./matrix.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { PAGE_STYLE } from "./page-style.js";
import { rolesTable } from "./roles-table.js";
import { samlNote } from "./saml-note.js";
import { type ServiceMatrix, serviceMatrixOf } from "./service-matrix.js";

const FIXED_HEADS = ["Role", "State", "MFA", "Last activity"];
const SORT_HEADS = ["Who", ...FIXED_HEADS];
/** Of state, MFA and last activity, in em. */
const FIXED_WIDTHS = [5.5, 3.75, 8];
const SERVICE_WIDTH = 1.75;

const TOOLS = html`<div class="tools">
<label>View <select id="view"><option value="people">by person</option><option value="roles">by role</option></select></label>
<label>Search <input type="search" id="search" autocomplete="off" placeholder="name, role, service, disabled …"></label>
<label><input type="checkbox" id="only"> admins only</label>
<label id="sorting">Sort by <select id="sort"><option value="">admins first</option>
${SORT_HEADS.map((head, n) => html`<option value="${n}">${head.toLowerCase()}</option>`)}</select></label>
<p id="count" class="dim" role="status" aria-live="polite"></p>
<p class="legend"><span><b>■</b> full-access</span> <span><b>□</b> read-only</span> <span><b>◆</b> another role</span></p>
</div>`;

/** The matrix as one self-contained page. */
export function accessPage(report: AccessReport, gaps: readonly string[], alias?: string): Promise<string> {
  const account = accountName(report.account, alias);
  const matrix = serviceMatrixOf(report);
  const { columns, roles, rows, widths } = tableOf(report, matrix);
  return page(
    `Access in account ${account}`,
    html`<main>
<h1>Who may do what in Cloud One account ${account}</h1>
<p class="lead">${headline(report)} <span class="dim">As of ${timeText(report.generated)}.</span></p>
${gaps.map((gap) => html`<p class="banner bad" role="alert"><strong>Incomplete:</strong> ${gap}</p>`)}
<p class="note">${samlNote(report)}</p>
${report.ends === undefined || notableEnds(report) !== undefined ? [] : html`<p class="dim">${endsVerdict(report.ends)}</p>`}
${findingsMarkup(report)}
<noscript><p class="banner bad">The table needs JavaScript. Without it, use --format csv or --format markdown.</p></noscript>
${TOOLS}
<p class="dim define">Admin: has the role full-access, or a role with the identity service in full, and so can change who may do what.</p>
<section id="by-role" aria-label="Access by role" hidden>${rolesTable(report, matrix)}</section>
<ul id="cards" aria-label="Access by person" hidden></ul>
${matrixMarkup(columns, widths)}
<script type="application/json" id="data">${raw(inScript({ columns, roles, rows }))}</script>
</main>`,
    { style: CARD_STYLE + PAGE_STYLE + FINDINGS_STYLE, script: SORT_SCRIPT + PAGE_SCRIPT },
  );
}

/** What the page's script fills the table with, and the widths of its columns in em. */
function tableOf(report: AccessReport, { columns, byRole }: ServiceMatrix) {
  const known = report.roles.map(({ id, name }) => ({ id, name, has: byRole.get(id) ?? [] }));
  const unknown = [...new Set(report.principals.map(({ roleId }) => roleId))]
    .filter((id) => !byRole.has(id))
    .map((id) => ({ id, name: "", has: [] }));
  const roles = [...known, ...unknown];
  const at = new Map(roles.map(({ id }, index) => [id, index]));
  const changed = changeLabels(report);
  const labelOf = ({ kind, id }: Principal) =>
    [KIND_LABELS[kind], changed.get(`${kind} ${id}`) ?? ""].filter((text) => text !== "").join(", ");
  const rows = report.principals.map((one) => ({
    kind: one.kind,
    label: labelOf(one),
    who: one.email ?? one.name,
    name: one.name,
    id: one.id,
    role: at.get(one.roleId),
    state: one.state ?? "",
    mfa: mfaWord(one),
    last: one.lastActivity ?? "",
    admin: one.isAdmin,
  }));
  const widths = [
    widthOf(report.principals.map((one) => `${one.email ?? one.name} ${labelOf(one)}`)),
    widthOf(
      report.principals.map(
        (one) => `${roles[at.get(one.roleId) ?? -1]?.name || one.roleId}${one.isAdmin ? " admin" : ""}`,
      ),
    ),
    ...FIXED_WIDTHS,
    ...columns.map(() => SERVICE_WIDTH),
  ];
  return { columns, roles, rows, widths };
}

function matrixMarkup(columns: readonly string[], widths: readonly number[]) {
  const tableWidth = Math.ceil(widths.reduce((sum, width) => sum + width, 0));
  return html`<div id="matrix" role="region" aria-label="Access matrix, scrollable" tabindex="0">
<table aria-colcount="${widths.length}" style="width: ${tableWidth}em">
<caption>Users, API keys and SAML users, and what each may do in each service through their role; admins first</caption>
<colgroup>${widths.map((width) => html`<col style="width: ${width}em">`)}</colgroup>
<thead><tr aria-rowindex="1"><th scope="col" class="who"><button type="button">Who</button></th>
${FIXED_HEADS.map((head) => html`<th scope="col"><button type="button">${head}</button></th>`)}
${columns.map((column) => html`<th scope="col" class="service" title="${column}"><button type="button"><span>${column}</span></button></th>`)}
</tr></thead>
<tbody></tbody>
</table>
</div>`;
}

/** A width in em for the longest text, within bounds: columns keep it while rows come and go. */
function widthOf(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
  return Math.min(20, Math.max(7, Math.ceil(longest * 0.65) + 1.5));
}

/** JSON that cannot end the script element around it. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
