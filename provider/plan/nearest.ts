/** The known word that was probably meant: the one with the fewest edits, if these are few; the case of letters costs little. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, edits: edits(word.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best === undefined || best.one === word) return undefined;
  return best.edits <= Math.max(1, Math.floor(Math.min(word.length, best.one.length) / 4)) ? best.one : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function edits(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, n) => n);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const at = (cells: readonly number[], n: number) => cells[n] ?? Number.POSITIVE_INFINITY;
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + (same ? 0 : 1),
        ...(swapped ? [at(before, j - 2) + 1] : []),
      );
    }
    before = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
