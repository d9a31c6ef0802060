import { escapeText } from "./escape-text.js";

/** Takes no room, and keeps what stands on both sides of it from being read together. */
const APART = "\u200b";

/** How a mention, a reference or a bare address begins, wherever a forge looks for one. */
const LINK = /:\/(?=\/)|www(?=\.)|(?<!\w)[@#!$%&~^](?=[\w"])|[#!](?=\d)/gi;

/**
 * Text of others as Markdown that shows it as it is, also in a cell of a table, and that links, mentions and refers to
 * nothing. Forges look for these in what the Markdown has become, so that escaping is not enough:
 * https://github.com/github/cmark-gfm/issues/181
 */
export function markdownText(text: string): string {
  return escapeText(text.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? " " : blanks)))
    .replace(LINK, `$&${APART}`)
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, `$1${APART}$2`)
    .replace(/[\\`*_{}[\]<>#|~!@&$^\u200b]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A table whose cells show as they are. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => markdownText(cell)).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
