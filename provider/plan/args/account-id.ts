/**
 * The account ids that YAML may have turned into this number, since it takes an id without quotes for one: the id without its
 * leading zeros, or read as octal if it has no 8 and no 9. Empty if the number is too long or too short for that.
 */
export function idsBeforeYaml(id: string): string[] {
  const value = /^\d[\d.]*(e\+?\d+)?$/i.test(id) ? Number(id) : Number.NaN;
  const digits = String(value);
  if (!Number.isInteger(value) || digits.length < 9 || digits.length > 11) return [];
  const octal = value.toString(8);
  return [digits.padStart(12, "0"), ...(octal.length === 11 ? [`0${octal}`] : [])];
}
