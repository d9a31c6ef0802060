/** Reserved words, and names that the program itself uses. */
const TAKEN = new Set(
  (
    "arguments as async await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null of package private protected public " +
    "return static super switch this throw true try typeof undefined var void while with yield " +
    "cloudone deletionPolicy urn role roles users Object Array Promise"
  ).split(" "),
);

/** A readable variable for each role id: `workload-auditor` becomes `workloadAuditor`. The order decides who gets a number. */
export function variableNames(ids: readonly string[]): Map<string, string> {
  const used = new Set(TAKEN);
  const names = new Map<string, string>();
  for (const id of ids) {
    const words = id.replace(/-+(.)?/g, (_, char: string = "") => char.toUpperCase());
    const plain = words.charAt(0).toLowerCase() + words.slice(1);
    const stem =
      /^[a-z]/.test(plain) && !TAKEN.has(plain) ? plain : `role${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
    let name = stem;
    for (let n = 2; used.has(name); n++) name = `${stem}_${n}`;
    used.add(name);
    names.set(id, name);
  }
  return names;
}
