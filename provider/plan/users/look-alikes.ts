import { matchesAny } from "../args/glob.js";
import { visible } from "../text/unseen-character.js";

/** Letters of other scripts that look like a Latin one. */
const SHAPES: Record<string, string> = {
  ...pairs("аеорсухіјѕԁһԛԝӏ", "aeopcyxijsdhqwl"),
  ...pairs("αονρι", "aovpi"),
  ı: "i",
};

/** The form in which addresses are equal that people cannot tell apart, though the API can. */
function shapeOf(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase();
  return [...plain].map((letter) => SHAPES[letter] ?? letter).join("");
}

interface Shapes {
  foreign: ReadonlyMap<string, unknown[]>;
  all?: ReadonlyMap<string, unknown[]>;
}

/** Many resources look through the same list. */
const shapesOf = new WeakMap<readonly unknown[], Shapes>();

function shapesIn<T extends { email: string }>(live: readonly T[], isForeign: boolean): ReadonlyMap<string, T[]> {
  const byShape = (of: readonly T[]) => Map.groupBy(of, ({ email }) => shapeOf(email));
  const shapes = shapesOf.get(live) ?? { foreign: byShape(live.filter(({ email }) => !isAscii(email))) };
  shapesOf.set(live, shapes);
  if (!isForeign) shapes.all ??= byShape(live);
  return (isForeign ? shapes.foreign : shapes.all) as ReadonlyMap<string, T[]>;
}

/** The users with an address that looks like a given one, or like one that a pattern matches, but is a different one. */
export function lookAlikes<T extends { email: string }>(emails: Iterable<string>, live: readonly T[]): LookAlike<T>[] {
  const wanted = [...emails];
  // Two ASCII addresses never look alike, and few accounts have others.
  const byShape = shapesIn(live, wanted.every(isAscii));
  if (byShape.size === 0) return [];
  const all = [...byShape];
  const inShapeOf = (email: string): T[] => {
    const shape = shapeOf(email);
    if (!shape.includes("*")) return byShape.get(shape) ?? [];
    return all.flatMap(([other, who]) => (matchesAny([shape], other) ? who : []));
  };
  return wanted.flatMap((email) =>
    inShapeOf(email)
      .filter((one) => !matchesAny([email], one.email))
      .map((one) => ({ email, of: one })),
  );
}

export interface LookAlike<T> {
  /** As it is declared. */
  email: string;
  of: T;
}

/** Where the two differ, for people who cannot see the difference. */
export function describeLookAlike({ email, of }: LookAlike<{ id: string; email: string }>): string {
  const [whose, strange] = isAscii(of.email) ? ["the declared one", email] : ["theirs", of.email];
  return `user ${of.id} has ${visible(of.email)}, which looks like ${visible(email)} and is another address (${whose} has ${foreign(strange)})`;
}

function foreign(text: string): string {
  return [...text]
    .filter((letter) => !isAscii(letter))
    .map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`)
    .join(", ");
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

function pairs(from: string, to: string): Record<string, string> {
  const latin = [...to];
  return Object.fromEntries([...from].map((letter, index) => [letter, latin[index] ?? letter]));
}
