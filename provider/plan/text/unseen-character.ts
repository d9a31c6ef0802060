import { INVISIBLE } from "./printable.js";

/** Characters that are invisible or affect the text around them: no one declares them on purpose, but pasting may add them. */
const UNSEEN = new RegExp(`[${INVISIBLE}]`, "u");
/** These look like the @ of an address. */
const AT_SIGN = /[\uff20\ufe6b]/u;
const BLANK = /\s/u;

/** Unicode's names for the most common ones. */
const NAMES: Record<number, string> = {
  0: "NULL",
  7: "BELL",
  8: "BACKSPACE",
  9: "CHARACTER TABULATION",
  10: "LINE FEED",
  13: "CARRIAGE RETURN",
  27: "ESCAPE",
  32: "SPACE",
  127: "DELETE",
  160: "NO-BREAK SPACE",
  173: "SOFT HYPHEN",
  847: "COMBINING GRAPHEME JOINER",
  1564: "ARABIC LETTER MARK",
  4447: "HANGUL CHOSEONG FILLER",
  4448: "HANGUL JUNGSEONG FILLER",
  6158: "MONGOLIAN VOWEL SEPARATOR",
  8203: "ZERO WIDTH SPACE",
  8204: "ZERO WIDTH NON-JOINER",
  8205: "ZERO WIDTH JOINER",
  8206: "LEFT-TO-RIGHT MARK",
  8207: "RIGHT-TO-LEFT MARK",
  8232: "LINE SEPARATOR",
  8233: "PARAGRAPH SEPARATOR",
  8234: "LEFT-TO-RIGHT EMBEDDING",
  8235: "RIGHT-TO-LEFT EMBEDDING",
  8236: "POP DIRECTIONAL FORMATTING",
  8237: "LEFT-TO-RIGHT OVERRIDE",
  8238: "RIGHT-TO-LEFT OVERRIDE",
  8239: "NARROW NO-BREAK SPACE",
  8288: "WORD JOINER",
  8289: "FUNCTION APPLICATION",
  8290: "INVISIBLE TIMES",
  8291: "INVISIBLE SEPARATOR",
  8292: "INVISIBLE PLUS",
  8294: "LEFT-TO-RIGHT ISOLATE",
  8295: "RIGHT-TO-LEFT ISOLATE",
  8296: "FIRST STRONG ISOLATE",
  8297: "POP DIRECTIONAL ISOLATE",
  10240: "BRAILLE PATTERN BLANK",
  12288: "IDEOGRAPHIC SPACE",
  12644: "HANGUL FILLER",
  65131: "SMALL COMMERCIAL AT",
  65279: "ZERO WIDTH NO-BREAK SPACE",
  65312: "FULLWIDTH COMMERCIAL AT",
  65440: "HALFWIDTH HANGUL FILLER",
};

/**
 * The first invisible character of an id, an address or a pattern, or a space at one of its ends, as
 * `U+200B ZERO WIDTH SPACE at position 4`; undefined if there is none.
 */
export function unseenCharacter(text: string): string | undefined {
  const letters = [...text];
  const at = letters.findIndex(
    (letter, index) => isUnseen(letter) || AT_SIGN.test(letter) || isBlankEnd(letters, index),
  );
  return at < 0 ? undefined : describe(letters[at] ?? "", at);
}

/** The same for a name, in which such a character may join letters of other scripts. Only spaces count as an empty name. */
export function unseenEnd(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const letters = [...text];
  const last = letters.length - 1;
  const at = [0, last].find(
    (index) => index in letters && (isUnseen(letters[index] ?? "") || isBlankEnd(letters, index)),
  );
  return at === undefined ? undefined : describe(letters[at] ?? "", at);
}

/** The text with invisible characters written out, as `<U+200B>`. */
export function visible(text: string): string {
  return [...text].map((letter) => (isUnseen(letter) ? `<${codePoint(letter)}>` : letter)).join("");
}

function isUnseen(letter: string): boolean {
  return UNSEEN.test(letter);
}

function isBlankEnd(letters: readonly string[], index: number): boolean {
  return (index === 0 || index === letters.length - 1) && BLANK.test(letters[index] ?? "");
}

function describe(letter: string, index: number): string {
  const name = NAMES[letter.codePointAt(0) ?? 0];
  return `${codePoint(letter)}${name === undefined ? "" : ` ${name}`} at position ${index + 1}`;
}

function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
