/** What is wrong with a configured account id. YAML takes one without quotes for a number, and the 0 at its beginning is lost. */
export function accountIdMistakes(name: string, id: string | undefined): string[] {
  if (id === undefined || /^\d{12}$/.test(id)) return [];
  const mistake = `${name} is ${JSON.stringify(id)}: an account id has 12 digits.`;
  const candidates = meantBy(id);
  if (candidates.length === 0) return [mistake];
  const lines = candidates.map((one) => `  ${name}: "${one}"`).join("\n  or\n");
  return [
    `${mistake} One that begins with 0 loses it unless it is in quotes, since YAML takes it for a number. Write\n${lines}`,
  ];
}

/** The ids that YAML may have made this number of: without its zeros, or read in octal where it has no 8 and no 9. */
function meantBy(id: string): string[] {
  const value = /^\d[\d.]*(e\+?\d+)?$/i.test(id) ? Number(id) : Number.NaN;
  const digits = String(value);
  if (!Number.isInteger(value) || digits.length < 9 || digits.length > 11) return [];
  const octal = value.toString(8);
  return [digits.padStart(12, "0"), ...(octal.length === 11 ? [`0${octal}`] : [])];
}
