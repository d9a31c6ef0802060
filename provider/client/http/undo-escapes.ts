/** A string without its escapes, and where each of its characters was in the original. */
export interface Unescaped {
  text: string;
  /** For each character, its first position in the original and the one after its last. */
  spans: readonly (readonly [from: number, to: number])[];
}

/** HTML's names for ASCII punctuation. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ excl: "!", quot: '"', num: "#", dollar: "$", percnt: "%", amp: "&", apos: "'", lpar: "(", rpar: ")", ast: "*" },
  ...{
    midast: "*",
    plus: "+",
    comma: ",",
    period: ".",
    sol: "/",
    colon: ":",
    semi: ";",
    lt: "<",
    equals: "=",
    gt: ">",
  },
  ...{ quest: "?", commat: "@", lsqb: "[", lbrack: "[", bsol: "\\", rsqb: "]", rbrack: "]", hat: "^", lowbar: "_" },
  ...{ underbar: "_", grave: "`", diacriticalgrave: "`", lcub: "{", lbrace: "{", verbar: "|", vert: "|" },
  ...{ verticalline: "|", rcub: "}", rbrace: "}" },
};

/** The escapes of JSON, source code, URLs, forms and HTML. */
const ESCAPES = [
  String.raw`\\u\{(?<brace>[\da-f]{1,6})\}|\\u(?<unit>[\da-f]{4})|\\x(?<byte>[\da-f]{2})|\\(?<octal>[0-3][0-7]{2})`,
  String.raw`\\(?<blank>[bfnrt])|\\(?<sign>.)|%(?<percent>[\da-f]{2})`,
  String.raw`&#x0*(?<hex>[\da-f]{1,6});|&#0*(?<decimal>\d{1,7});|&(?<name>[a-z]{2,16});`,
].join("|");
/** Quoted-printable is separate, since so much else has an equals sign. */
const QUOTED_PRINTABLE = String.raw`=(?<quoted>[\da-f]{2})`;

/** Escapers run over each other's output, but never deeper than this. */
const MOST_LAYERS = 5;
const INVISIBLE = /[\s\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Which escapes to undo: none, all except quoted-printable, or all. */
export type Escapes = "none" | "usual" | "all";

/**
 * Undoes escapes of any kind, in any mixture and in several layers. Leaves out blanks, invisible characters, and any
 * remaining backslashes, since it is unknown what they belong to.
 */
export function undoEscapes(original: string, escapes: Escapes): Unescaped {
  const plain = withoutSigns({ text: original, spans: Array.from({ length: original.length }, (_, i) => [i, i + 1]) });
  if (escapes === "none") return plain;
  const pattern = new RegExp(escapes === "all" ? `${ESCAPES}|${QUOTED_PRINTABLE}` : ESCAPES, "gi");
  let now = plain;
  for (let layer = 1; layer <= MOST_LAYERS; layer += 1) {
    const next = withoutSigns(oneLayer(now, pattern));
    const isDone = next.text.length === now.text.length;
    now = next;
    if (isDone) break;
  }
  return withoutSigns(now, /\\/);
}

function oneLayer({ text, spans }: Unescaped, pattern: RegExp): Unescaped {
  let plain = "";
  const own: (readonly [number, number])[] = [];
  let at = 0;
  const keep = (to: number) => {
    plain += text.slice(at, to);
    for (; at < to; at += 1) own.push(spans[at] ?? [0, 0]);
  };
  for (const match of text.matchAll(pattern)) {
    const sign = meaning(match.groups ?? {});
    if (sign === undefined) continue;
    keep(match.index);
    const end = at + match[0].length;
    plain += sign;
    for (let i = 0; i < sign.length; i += 1) own.push([spans[at]?.[0] ?? 0, spans[end - 1]?.[1] ?? 0]);
    at = end;
  }
  keep(text.length);
  return { text: plain, spans: own };
}

function meaning(groups: Record<string, string | undefined>): string | undefined {
  const { brace, unit, byte, octal, blank, sign, percent, hex, decimal, name, quoted } = groups;
  if (blank !== undefined) return " ";
  if (sign !== undefined) return sign;
  if (name !== undefined) return NAMED[name.toLowerCase()];
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  const code =
    decimal === undefined
      ? Number.parseInt(brace ?? unit ?? byte ?? percent ?? hex ?? quoted ?? "", 16)
      : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function withoutSigns({ text, spans }: Unescaped, unwanted = INVISIBLE): Unescaped {
  let plain = "";
  const own: (readonly [number, number])[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (unwanted.test(char)) continue;
    plain += char;
    own.push(spans[i] ?? [0, 0]);
  }
  return { text: plain, spans: own };
}
