/** What a terminal or an editor obeys or hides, and does not show: control characters, marks of direction, blanks without width. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const SHORT: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A text of the account on one line, in which nothing can steer a terminal, hide, or turn the order of letters. */
export function escapeText(text: string): string {
  return text.replace(UNSEEN, (char) => SHORT[char] ?? escaped(char));
}

/** The same for a message of several lines. */
export function visibleLines(text: string): string {
  return text.split("\n").map(escapeText).join("\n");
}

/** A character as source code writes it. */
export function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A JSON value with each of its texts, but not its keys, changed. */
export function withTexts<T>(value: T, change: (text: string) => string): T {
  return changed(value, change) as T;
}

function changed(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => changed(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner, change)]));
}
