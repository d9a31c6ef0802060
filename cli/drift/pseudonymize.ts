import { createHash } from "node:crypto";
import { foldEmail } from "../../provider/plan/text/fold-email.js";
import { withTexts } from "../report/escape-text.js";

/**
 * Anything that looks like an email address in any text: an apostrophe within it belongs to it, one before it is a quotation
 * mark, and a full stop after it ends the sentence. Matches start only where a word begins, so that the time grows with the
 * length of the text and not with its square.
 */
const EMAIL =
  /(?<![^\s@/:'"`<>()[\]{},;]'?)[^\s@/:'"`<>()[\]{},;]+(?:'[^\s@/:'"`<>()[\]{},;]+)*@[^\s@/:'"`<>()[\]{},;]*[^\s@/:'"`<>()[\]{},;.]/g;

/**
 * Replaces every email address in a JSON value with a mark that is the same in every report about this account, so that reports
 * can be compared. It is a pseudonym: anyone who guesses an address can check the guess.
 */
export function pseudonymize<T>(value: T, account: string): T {
  return withTexts(value, (text) => text.replace(EMAIL, (email) => mark(email, account)));
}

/** A message without email addresses, for use before the account that makes the marks is known. */
export function withoutAddresses(text: string): string {
  return text.replace(EMAIL, "(an email address)");
}

function mark(email: string, account: string): string {
  const hash = createHash("sha256")
    .update(`${account}\n${foldEmail(email)}`)
    .digest("hex");
  return `email-${hash.slice(0, 12)}`;
}
