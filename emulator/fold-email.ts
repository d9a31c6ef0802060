/** Addresses that differ in the case of A to Z alone are one. What the API does with other letters is not documented. */
export function foldEmail(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
