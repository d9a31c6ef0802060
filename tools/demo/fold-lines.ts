const DETAIL = /^ {4}[+-] /;

/** Leaves the first two of consecutive lines that each name a service role, and counts the others. */
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
