/** Control, format and line characters: in a log they could begin a line of their own, or move a terminal's cursor. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** A name that people choose for themselves, fit to stand in a line of a log. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, " ").trim();
}
