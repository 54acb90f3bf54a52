import { Problem } from '../../problem.ts';
import { type Redactor, redactor } from '../redact.ts';

/** Characters of different secrets in one file. Each costs time, and the file may be hostile. */
const MOST = 16 * 1024;

/**
 * Makes the redactor for each answer of one file. Patterns are kept, since recorders write the same
 * key beside every answer.
 * @throws {Problem} from the function returned, where a file holds absurdly many secrets.
 */
export function hider(source: string): (secrets: readonly string[]) => Redactor {
  const known = new Map<string, Redactor>();
  let spent = 0;
  const redactorFor = (secret: string): Redactor => {
    const held = known.get(secret);
    if (held !== undefined) return held;
    spent += secret.length;
    if (spent > MOST) {
      throw new Problem(
        'file',
        `${source} holds more keys and cookies than can be hidden; remove them from its request headers`,
      );
    }
    const made = redactor([secret]);
    known.set(secret, made);
    return made;
  };
  return (secrets) => {
    const each = secrets.map(redactorFor);
    return {
      bytes: (body) => each.reduce((hidden, one) => one.bytes(hidden), body),
      text: (text) => each.reduce((hidden, one) => one.text(hidden), text),
    };
  };
}
