import { expect, test } from "@jest/globals";
import { matchesAny } from "../../../provider/plan/args/glob.js";
import { foldEmail } from "../../../provider/plan/text/fold-email.js";
import { describeLookAlike, lookAlikes } from "../../../provider/plan/users/look-alikes.js";

const KELVIN = "\u212aevin@example.com";
const person = (id: string, email: string) => ({ id, email });

test("only A to Z fold: no other letters make two addresses equal, in a pattern or on their own", () => {
  expect(foldEmail("KeViN@Example.COM")).toBe("kevin@example.com");
  const letters = Array.from({ length: 0x10000 - 128 }, (_, n) => String.fromCharCode(128 + n));
  expect(letters.filter((letter) => foldEmail(letter) !== letter)).toEqual([]);
  for (const [one, other] of [
    ["\u212a", "k"],
    ["\u212b", "å"],
    ["\u2126", "ω"],
    ["Å", "å"],
    ["İ", "i"],
    [" k", "k"],
  ] as const) {
    expect(foldEmail(`${one}@x.com`)).not.toBe(foldEmail(`${other}@x.com`));
    expect(matchesAny([`${other}@*`], `${one}@x.com`)).toBe(false);
  }
});

test("an address that merely looks like another is found, and the difference is shown", () => {
  const live = [person("evil", KELVIN), person("kev", "Kevin@Example.com"), person("cyr", "b\u043eb@example.com")];
  const found = lookAlikes(["kevin@example.com", "bob@example.com", "ann@example.com"], live);
  expect(found.map(({ of }) => of.id)).toEqual(["evil", "cyr"]);
  expect(found.map(describeLookAlike)).toEqual([
    `user evil has ${KELVIN}, which looks like kevin@example.com and is another address (theirs has U+212A)`,
    "user cyr has b\u043eb@example.com, which looks like bob@example.com and is another address (theirs has U+043E)",
  ]);
  expect(lookAlikes([KELVIN], live).map(describeLookAlike)).toEqual([
    `user kev has Kevin@Example.com, which looks like ${KELVIN} and is another address (the declared one has U+212A)`,
  ]);
  expect(lookAlikes(["kev*@example.com"], live).map(({ of }) => of.id)).toEqual(["evil"]);
  expect(lookAlikes(["ev*"], live)).toEqual([]);
  expect(lookAlikes(["z\u200boe@example.com"], [person("zoe", "zoe@example.com")])).toHaveLength(1);
});
