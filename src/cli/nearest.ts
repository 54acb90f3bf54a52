import { distance } from 'fastest-levenshtein';

/** The known word that is most like a mistyped one; `null` where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 2)) + 1;
  for (const one of known) {
    const far = one.includes(word) || word.includes(one) ? 1 : distance(word, one);
    if (far < least) [best, least] = [one, far];
  }
  return best;
}

/** ` Did you mean X?`, or nothing. */
export function suggest(word: string, known: Iterable<string>): string {
  const one = nearest(word, known);
  return one === null ? '' : ` Did you mean ${one}?`;
}
