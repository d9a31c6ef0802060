/** This many are named. */
const NAMED = 3;

/** Objects taken over unchanged, in one line: a first run may take over the whole account. */
export function describeTakenOver(plural: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  if (names.length === 1) return [`${names[0]}: taken over as is, nothing is written`];
  const listed = names.length > NAMED ? "" : `: ${names.join(", ")}`;
  return [`${names.length} ${plural} are taken over as they are, nothing is written${listed}`];
}
