import { type Escapes, type Unescaped, undoEscapes } from "./undo-escapes.js";

const REMOVED = "[removed]";
const WAYS: readonly Escapes[] = ["none", "usual", "all"];
/** More characters than any escape of one character takes, even escaped twice. */
const LONGEST_ESCAPE = 16;
const BASE64 = /[\w+/=-]/;

interface Conceal {
  (text: string): string;
  /** No spelling of a secret is longer. */
  readonly longest: number;
}

/**
 * Removes secrets from a string, however an echo may write them: as they are, escaped in any way and mixture, broken over
 * lines, or in base64, alone or within something longer.
 */
export function concealSecrets(secrets: readonly string[]): Conceal {
  const needles = WAYS.map((way) => ({
    way,
    // Anything in the secret itself that looks like an escape is also undone.
    plain: secrets.map((secret) => folded(undoEscapes(secret, way).text)).filter((text) => text !== ""),
    base64: secrets.flatMap(inBase64).map(folded),
  }));
  const conceal = (text: string) => {
    const spans = needles.flatMap(({ way, plain, base64 }) => {
      const unescaped = undoEscapes(text, way);
      const seen = folded(unescaped.text);
      const places = [
        ...plain.flatMap((needle) => placesOf(needle, seen)),
        ...base64.flatMap((needle) => placesOf(needle, seen)).map((place) => wholeRun(place, unescaped)),
      ];
      return places.map(([from, to]) => [unescaped.spans[from]?.[0] ?? 0, unescaped.spans[to - 1]?.[1] ?? 0] as const);
    });
    return without(text, spans);
  };
  return Object.assign(conceal, { longest: LONGEST_ESCAPE * Math.max(0, ...secrets.map(({ length }) => length)) });
}

type Place = readonly [from: number, to: number];

/** Only ASCII letters: no character may become two. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function placesOf(needle: string, text: string): Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) {
    places.push([at, at + needle.length]);
  }
  return places;
}

/** The base64 around it may contain the secret's ends. */
function wholeRun([from, to]: Place, { text, spans }: Unescaped): Place {
  let start = from;
  let end = to;
  const isBroken = (at: number) => spans[at - 1]?.[1] !== spans[at]?.[0];
  while (start > 0 && !isBroken(start) && BASE64.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && !isBroken(end) && BASE64.test(text.charAt(end))) end += 1;
  return [start, end];
}

/** By itself, and at any offset within something longer; without the ends, which depend on what surrounds them. */
function inBase64(secret: string): string[] {
  const cores = [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(`${" ".repeat(offset)}${secret}`);
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    return (["base64", "base64url"] as const).map((alphabet) => bytes.toString(alphabet).slice(from, to));
  });
  return cores.filter((core) => core !== "");
}

function without(text: string, spans: readonly Place[]): string {
  let clean = "";
  let at = 0;
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (from > at || (from === at && !clean.endsWith(REMOVED))) clean += text.slice(at, from) + REMOVED;
    at = Math.max(at, to);
  }
  return clean + text.slice(at);
}
