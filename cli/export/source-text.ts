import { escapeText } from "../report/escape-text.js";

/** A text of the account as a literal of TypeScript; whatever it holds, it stays a text, and an editor shows all of it. */
export function literal(value: unknown): string {
  return escapeText(JSON.stringify(value));
}

/** A property key, in quotes only where it needs them. */
export function key(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) ? name : literal(name);
}

/** Columns to keep to where a line can be broken. */
const WIDTH = 120;

/**
 * An object on one line where it fits, else a property a line; a value that is called as its property stands once.
 * `indent` is that of the line it begins on, `beside` what else stands there, in columns.
 */
export function object(entries: readonly (readonly [string, string])[], indent = "", beside = 0): string {
  const parts = entries.map(([name, value]) => (name === value ? name : `${key(name)}: ${value}`));
  const line = `{ ${parts.join(", ")} }`;
  if (line.length + indent.length + beside <= WIDTH) return line;
  return `{\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}}`;
}

/** A list on one line where it fits, else an item a line. */
export function list(items: readonly string[], indent = "", beside = 0): string {
  const line = `[${items.join(", ")}]`;
  if (line.length + indent.length + beside <= WIDTH) return line;
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
}
