const DETAIL = /^ {4}[+-] /;

/** Of consecutive lines that name a service role, keeps the first two and counts the others. */
export function foldLines(lines: readonly string[]): string[] {
  const folded: string[] = [];
  let run = 0;
  lines.forEach((line, n) => {
    run = DETAIL.test(line) ? run + 1 : 0;
    if (run <= 2) folded.push(line);
    else if (!DETAIL.test(lines[n + 1] ?? "")) folded.push(`    … and ${run - 2} more`);
  });
  return folded;
}
