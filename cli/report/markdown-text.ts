import { escapeText } from "./escape-text.js";

/** Takes no space, and keeps the text on both sides of it from being read as one. */
const APART = "\u200b";

/** How a mention, a reference or a bare URL starts, wherever a forge recognizes one. */
const LINK = /:\/(?=\/)|www(?=\.)|(?<!\w)[@#!$%&~^](?=[\w"])|[#!](?=\d)/gi;

/**
 * Untrusted text as Markdown that shows it as it is, even in a table cell, without links, mentions or references. Forges look
 * for these in the rendered text, so escaping is not enough:
 * https://github.com/github/cmark-gfm/issues/181
 */
export function markdownText(text: string): string {
  return escapeText(text.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? " " : blanks)))
    .replace(LINK, `$&${APART}`)
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, `$1${APART}$2`)
    .replace(/[\\`*_{}[\]<>#|~!@&$^\u200b]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A table whose cells are shown as they are. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => markdownText(cell)).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
