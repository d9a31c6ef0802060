/** Addresses that differ only in the case of A to Z are the same. What the API does with other letters is not documented. */
export function foldEmail(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
