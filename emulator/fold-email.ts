/** Addresses that differ only in the case of A to Z are the same. The vendor does not document how the API treats other letters. */
export function foldEmail(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
