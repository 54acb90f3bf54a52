/** The known word that is most like a mistyped one; `null` where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 2)) + 1;
  for (const one of known) {
    const distance = one.includes(word) || word.includes(one) ? 1 : editDistance(word, one);
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

/** ` Did you mean X?`, or nothing. */
export function suggest(word: string, known: Iterable<string>): string {
  const one = nearest(word, known);
  return one === null ? '' : ` Did you mean ${one}?`;
}

/** Levenshtein's distance: how many letters must change, come or go. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const swap = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
