/** The known word that was probably meant: the one with the fewest edits, if these are few; the case of letters costs little. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const folded = word.toLowerCase();
  return closest(word, known, (one) => distance(folded, one.toLowerCase()));
}

/** The known address that was probably meant: what stands before the @ and what stands after it may each have a few slips. */
export function nearestEmail(email: string, known: Iterable<string>): string | undefined {
  const [name, host] = parts(email);
  return closest(email, known, (one) => {
    const [otherName, otherHost] = parts(one);
    const inHost = host === otherHost ? 0 : distance(host, otherHost);
    return inHost === undefined ? undefined : sum(distance(name, otherName), inHost);
  });
}

/** The end of a message that names it. */
export function didYouMean(meant: string | undefined): string {
  return meant === undefined ? "" : `: did you mean ${meant}?`;
}

function closest(word: string, known: Iterable<string>, cost: (one: string) => number | undefined): string | undefined {
  let best: { one: string; edits: number } | undefined;
  for (const one of known) {
    const edits = cost(one);
    if (edits !== undefined && (best === undefined || edits < best.edits)) best = { one, edits };
  }
  return best?.one === word ? undefined : best?.one;
}

function parts(email: string): [string, string] {
  const folded = email.toLowerCase();
  const at = folded.lastIndexOf("@");
  return [folded.slice(0, at), folded.slice(at + 1)];
}

function sum(a: number | undefined, b: number): number | undefined {
  return a === undefined ? undefined : a + b;
}

/** The number of edits; undefined if these are too many for a slip. */
function distance(from: string, to: string): number | undefined {
  const most = Math.max(1, Math.floor(Math.min(from.length, to.length) / 4));
  // Each edit changes the length by one at most, and most words differ by more.
  if (Math.abs(from.length - to.length) > most) return undefined;
  const found = edits(from, to);
  return found <= most ? found : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function edits(one: string, other: string): number {
  // What both begin and end with costs nothing, and most addresses of an account have much of it in common.
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return editsBetween(one.slice(start, one.length - end), other.slice(start, other.length - end));
}

function editsBetween(from: string, to: string): number {
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
