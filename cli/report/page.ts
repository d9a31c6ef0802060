import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** A piece of HTML; everything in it except our own markup is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Colours with a contrast of at least 4.5 to 1 in both schemes, and a print style. */
const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --head: #f3f5f7;
  --good: #116329; --warn: #7a4d00; --bad: #a40e26; --mark: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1319; --text: #e6edf3; --dim: #9aa5b1; --line: #3a434e; --head: #1a2029;
  --good: #56d364; --warn: #e3b341; --bad: #ff8f88; --mark: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 100rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--head); } code { font: .9em ui-monospace, monospace; }
.dim { color: var(--dim); } .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.banner { border: 1px solid currentColor; border-inline-start-width: 6px; padding: .6rem .9rem; margin: 1rem 0; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 1px; }
@media print { :root { color-scheme: light; --ground: #fff; --text: #000; --dim: #444; --line: #999; --head: #eee;
  --good: #116329; --warn: #7a4d00; --bad: #a40e26; --mark: #0550ae; }
  body { padding: 0; max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; } }
`;

/** One self-contained page, in English. */
export async function page(
  title: string,
  body: Markup,
  more: { style?: string; script?: string } = {},
): Promise<string> {
  const { style = "", script } = more;
  return `${await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE + style)}</style>
</head>
<body>
${body}
${script === undefined ? "" : html`<script>${raw(script)}</script>`}
</body>
</html>`}\n`;
}

/** An account as the head of a page names it: `012345678912 (Example Corp)`. */
export function accountName(id: string, alias: string | undefined): string {
  return alias === undefined ? id : `${id} (${alias})`;
}
