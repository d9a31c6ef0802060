import { createHash } from "node:crypto";
import { foldEmail } from "../../provider/plan/fold-email.js";
import { withTexts } from "../report/escape-text.js";

/**
 * Anything that reads like an email address, in whatever text it stands: an apostrophe within belongs to it, one before it
 * is a quotation mark, and a full stop behind it ends the sentence. It is looked for only where a word begins, so that the
 * time grows with the length of the text and not with its square.
 */
const EMAIL =
  /(?<![^\s@/:'"`<>()[\]{},;]'?)[^\s@/:'"`<>()[\]{},;]+(?:'[^\s@/:'"`<>()[\]{},;]+)*@[^\s@/:'"`<>()[\]{},;]*[^\s@/:'"`<>()[\]{},;.]/g;

/**
 * Replaces every email address in a JSON value by a mark that is the same in every report about this account, so that
 * reports can be compared. It is a pseudonym: who guesses an address can check the guess.
 */
export function pseudonymize<T>(value: T, account: string): T {
  return withTexts(value, (text) => text.replace(EMAIL, (email) => mark(email, account)));
}

/** A message without any email address, where no account is known yet that would make the marks. */
export function withoutAddresses(text: string): string {
  return text.replace(EMAIL, "(an email address)");
}

function mark(email: string, account: string): string {
  const hash = createHash("sha256")
    .update(`${account}\n${foldEmail(email)}`)
    .digest("hex");
  return `email-${hash.slice(0, 12)}`;
}
