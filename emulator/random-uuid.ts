import { randomHex } from "./random-hex.js";

/** A version 4 UUID from a source of numbers in [0, 1), so that a seeded source repeats its ids. */
export function randomUuid(random: () => number): string {
  const hex = (digits: number) => randomHex(digits, random);
  const variant = "89ab".charAt(Math.floor(random() * 4));
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
