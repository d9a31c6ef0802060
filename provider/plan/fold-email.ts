/**
 * The form under which two spellings of one email address compare equal: A to Z mean a to z. Other letters stay as they are,
 * since Unicode's lower case makes one of different addresses (the sign of Kelvin and the letter K).
 */
export function foldEmail(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
