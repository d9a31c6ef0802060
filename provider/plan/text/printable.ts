/**
 * Characters that a terminal, a log or an editor obeys, hides or leaves blank instead of showing them: control, format and line
 * characters, lone surrogates and private ones, Hangul fillers, variation selectors and tags, and the Braille blank. For use in
 * a character class.
 */
export const INVISIBLE = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800`;

const EACH = new RegExp(`[${INVISIBLE}]`, "gu");
const SHORT: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Untrusted text on one line with every character visible: an invisible one is escaped as in source code. */
export function printable(text: string): string {
  return text.replace(EACH, (char) => SHORT[char] ?? escaped(char));
}

/** The same for a message of several lines. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function escaped(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
