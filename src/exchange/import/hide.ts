import { Problem } from '../../problem.ts';
import { type Redactor, redactor } from '../redact.ts';

/** Longer secrets are looked for piece by piece: a pattern of kilobytes is too large to compile. */
const PIECE = 200;
/** Pieces in one pattern. */
const PATTERN = 4;
/** Characters of different secrets in one file. Each costs time, and the file may be hostile. */
const MOST = 32 * 1024;

/**
 * Makes the redactor for each answer of one file. Patterns are kept, since recorders write the same
 * key beside every answer.
 * @throws {Problem} from the function returned, where a file holds absurdly many secrets.
 */
export function hider(source: string): (secrets: readonly string[]) => Redactor {
  const known = new Map<string, readonly Redactor[]>();
  let spent = 0;
  const redactorsFor = (secret: string): readonly Redactor[] => {
    const held = known.get(secret);
    if (held !== undefined) return held;
    spent += secret.length;
    if (spent > MOST) {
      throw new Problem(
        'file',
        `${source} holds more keys and cookies than can be hidden; remove them from its request headers`,
      );
    }
    const made = patternsOf(secret).map((pieces) => redactor(pieces));
    known.set(secret, made);
    return made;
  };
  return (secrets) => {
    const each = secrets.flatMap(redactorsFor);
    return {
      bytes: (body) => each.reduce((hidden, one) => one.bytes(hidden), body),
      text: (text) => each.reduce((hidden, one) => one.text(hidden), text),
    };
  };
}

/**
 * The pieces of a secret, of about one length: a short last piece would not be looked for, and one
 * that reached back would never be found, its beginning being asterisks by then.
 */
function patternsOf(secret: string): string[][] {
  const count = Math.ceil(secret.length / PIECE);
  const cut = (at: number) => Math.floor((at * secret.length) / count);
  const pieces = Array.from({ length: count }, (_, at) => secret.slice(cut(at), cut(at + 1)));
  const patterns: string[][] = [];
  for (let at = 0; at < count; at += PATTERN) patterns.push(pieces.slice(at, at + PATTERN));
  return patterns;
}
