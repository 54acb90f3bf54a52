import { distance } from 'fastest-levenshtein';
import table from './request-members.json' with { type: 'json' };

/** Names of request members, as the contract documents them, and the nearest to a wrong one. */

/** A member's name that stands on no list. */
export interface UnknownName {
  readonly name: string;
  /** The documented name that is nearest, where one is near enough to be meant. */
  readonly nearest: string | null;
}

/** Every documented member of a request's top level. */
export const requestMembers: ReadonlySet<string> = new Set(table.request);

/** Keyword arguments of the Python SDK that are no members of the body. */
export const sdkOptions: ReadonlySet<string> = new Set(table.sdkOptions.python);

/** The names among these that no request documents. `language` allows an SDK's own options. */
export function unknownNames(
  names: readonly string[],
  language: 'json' | 'python' | 'javascript',
): readonly UnknownName[] {
  const allowed = (name: string): boolean =>
    requestMembers.has(name) || (language === 'python' && sdkOptions.has(name));
  return names
    .filter((name) => !allowed(name))
    .map((name) => ({ name, nearest: nearest(name, table.request) }));
}

/** The names among these that `stream_options` does not document. */
export function unknownStreamOptions(names: readonly string[]): readonly UnknownName[] {
  return names
    .filter((name) => !table.stream_options.includes(name))
    .map((name) => ({ name, nearest: nearest(name, table.stream_options) }));
}

/** The nearest of some words, where at most a third of its letters differ. */
function nearest(name: string, words: readonly string[]): string | null {
  const plain = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const far = distance(plain, word);
    if (far < least && far <= Math.max(1, Math.floor(word.length / 3))) {
      best = word;
      least = far;
    }
  }
  return best;
}
