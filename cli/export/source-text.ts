import { escapeText } from "../report/escape-text.js";

/** A string of the account as a TypeScript literal; whatever it contains, it stays a string, and an editor shows all of it. */
export function literal(value: unknown): string {
  return escapeText(JSON.stringify(value));
}

/** A property key, in quotes only where it needs them. */
export function key(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) ? name : literal(name);
}

/** The maximum width of lines that can be broken. */
const WIDTH = 120;

/**
 * An object on one line if it fits, otherwise one property per line; a value named like its property is written once.
 * `indent` is the indentation of the line that it starts on, `beside` the columns that the rest of that line takes.
 */
export function object(entries: readonly (readonly [string, string])[], indent = "", beside = 0): string {
  const parts = entries.map(([name, value]) => (name === value ? name : `${key(name)}: ${value}`));
  const line = `{ ${parts.join(", ")} }`;
  if (line.length + indent.length + beside <= WIDTH) return line;
  return `{\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}}`;
}

/** A list on one line if it fits, otherwise one item per line. */
export function list(items: readonly string[], indent = "", beside = 0): string {
  const line = `[${items.join(", ")}]`;
  if (line.length + indent.length + beside <= WIDTH) return line;
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
}
