import type { Table } from "../side-by-side/tables.ts";

/** A table in Markdown, with the first column left-aligned and the others right-aligned. */
export function markdown([titles = [], ...rows]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = titles.map((_, n) => (n === 0 ? "---" : "--:"));
  return [titles, rule, ...rows].map(line).join("\n");
}

/** Replaces everything between `<!-- bench:name -->` and `<!-- /bench -->`. Throws if there is no part of that name. */
export function fill(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replace(
    /(<!-- bench:([\w-]+) -->\n)[\s\S]*?(<!-- \/bench -->)/g,
    (_, start: string, name: string, end) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`There is nothing to put at <!-- bench:${name} -->.`);
      return `${start}\n${part}\n\n${end}`;
    },
  );
}
