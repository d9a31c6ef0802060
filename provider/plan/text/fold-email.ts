/**
 * The form in which two spellings of one email address are equal: A to Z become a to z. Other letters stay as they are, since
 * Unicode's lower case maps different addresses to the same one (the Kelvin sign and the letter K).
 */
export function foldEmail(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
