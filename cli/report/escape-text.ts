export { printable as escapeText, printableLines as visibleLines } from "../../provider/plan/text/printable.js";

/** A JSON value with each string changed, but not the keys. What does not change is shared with the value, not copied. */
export function withTexts<T>(value: T, change: (text: string) => string): T {
  return changed(value, change) as T;
}

function changed(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => changed(item, change));
    return items.every((item, n) => item === value[n]) ? value : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const others = entries.map(([key, inner]) => [key, changed(inner, change)] as const);
  return others.every(([, inner], n) => inner === entries[n]?.[1]) ? value : Object.fromEntries(others);
}
