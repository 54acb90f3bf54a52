import { distance } from 'fastest-levenshtein';

/** The known word that is most like a mistyped one; `null` where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  return nearestFew(word, known, 1)[0] ?? null;
}

/** The known words that are most like a mistyped one, the nearest first; none where none is near. */
export function nearestFew(word: string, known: Iterable<string>, most: number): readonly string[] {
  const bound = Math.max(2, Math.floor(word.length / 2));
  return [...known]
    .map((one) => {
      const far = one.includes(word) || word.includes(one) ? 1 : distance(word, one);
      return { one, far };
    })
    .filter(({ far }) => far <= bound)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ one }) => one);
}

/** ` Did you mean X?`, or nothing. */
export function suggest(word: string, known: Iterable<string>): string {
  const one = nearest(word, known);
  return one === null ? '' : ` Did you mean ${one}?`;
}
