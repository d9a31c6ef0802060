/** Text that Markdown shows as it is, also in a cell of a table. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~!@&]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, "$1&#8203;$2");
}

/** A table whose cells show as they are. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => markdownText(cell)).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
