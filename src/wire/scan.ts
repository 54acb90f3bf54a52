/** What a scan reports on its way. `pointer` is a function because most are never wanted. */
export interface JsonVisitor {
  duplicate?(pointer: () => string): void;
  number?(raw: string, pointer: () => string, index: number): void;
  /** `raw` is what stands between the quotation marks. */
  string?(raw: string, pointer: () => string, index: number): void;
  /** How many values there were, once the text is read or given up. */
  end?(values: number): void;
  /** Any value begins, so many levels deep. */
  value?(pointer: () => string, index: number, depth: number): void;
}

/** Why and where (index in UTF-16 units) a text is not JSON. */
export interface JsonError {
  readonly message: string;
  readonly index: number;
  /** It may be JSON: what was passed is a bound of this reader. */
  readonly beyond?: true;
}

interface Frame {
  readonly names: Set<string> | null;
  key: string | number;
}

/** Deeper nesting is not read: it would cost more memory than any answer deserves. */
const deepest = 250_000;
/** So many values are not read, either: each costs a multiple of its bytes. */
export const mostValues = 1_000_000;

const whitespace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;

/**
 * Walks over one JSON text by RFC 8259; agrees with `JSON.parse` on what is one, but for nesting of
 * more than 250,000 levels and for more than `most` values. Iterative, so that a hostile depth costs
 * heap and never the stack. Returns `null` for JSON, else the first error.
 */
export function scanJson(text: string, visit: JsonVisitor, most = mostValues): JsonError | null {
  const frames: Frame[] = [];
  let values = 0;
  const pointer = (): string => frames.map(stepOf).join('');
  let index = 0;

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = index;
    const found = pattern.exec(text);
    if (found === null) return null;
    index = pattern.lastIndex;
    return found[0];
  };
  const fail = (expected: string): JsonError => {
    const here = text.slice(index, index + 12);
    const came = here === '' ? 'the end of the text' : JSON.stringify(here);
    return { message: `${came} instead of ${expected}`, index };
  };
  /** A string went wrong at `index`: it may be long, so the place is that of the character. */
  const failString = (): JsonError => {
    if (index === text.length) return fail('a closing quotation mark');
    return fail(
      text[index] === '\\' ? 'an escape that JSON knows' : 'an escape, not a bare control',
    );
  };
  /** Reads a member's name and colon. */
  const member = (frame: Frame): JsonError | null => {
    match(whitespace);
    const opens = text[index] === '"';
    const raw = matchString();
    if (raw === null) return opens ? failString() : fail('a member name');
    const name: string = raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
    frame.key = name;
    if (frame.names?.has(name)) visit.duplicate?.(pointer);
    frame.names?.add(name);
    match(whitespace);
    if (text[index] !== ':') return fail('a colon');
    index += 1;
    return null;
  };
  const matchString = (): string | null => {
    if (text[index] !== '"') return null;
    const end = endOfString(text, index);
    if (end < 0) {
      index = ~end;
      return null;
    }
    const raw = text.slice(index + 1, end - 1);
    index = end;
    return raw;
  };

  const walk = (): JsonError | null => {
    for (;;) {
      match(whitespace);
      values += 1;
      if (values > most) return { ...fail(`at most ${most} values`), beyond: true };
      visit.value?.(pointer, index, frames.length);
      const start = index;
      const first = text[index];
      let opened = false;
      if (first === '{' || first === '[') {
        index += 1;
        match(whitespace);
        const close = first === '{' ? '}' : ']';
        if (text[index] === close) {
          index += 1;
        } else {
          if (frames.length === deepest) {
            return { ...fail(`at most ${deepest} levels`), beyond: true };
          }
          const frame: Frame = { names: first === '{' ? new Set() : null, key: 0 };
          frames.push(frame);
          const error = frame.names === null ? null : member(frame);
          if (error !== null) return error;
          opened = true;
        }
      } else if (first === '"') {
        const raw = matchString();
        if (raw === null) return failString();
        visit.string?.(raw, pointer, start);
      } else {
        const raw = match(number);
        if (raw !== null) visit.number?.(raw, pointer, start);
        else if (match(literal) === null) return fail('a JSON value');
      }
      if (opened) continue;

      for (;;) {
        match(whitespace);
        const frame = frames.at(-1);
        if (frame === undefined) {
          return index === text.length ? null : fail('the end of the text after one JSON value');
        }
        if (text[index] === ',') {
          index += 1;
          if (frame.names === null) {
            frame.key = Number(frame.key) + 1;
          } else {
            const error = member(frame);
            if (error !== null) return error;
          }
          break;
        }
        const close = frame.names === null ? ']' : '}';
        if (text[index] !== close) return fail(`a comma or ${close}`);
        index += 1;
        frames.pop();
      }
    }
  };

  const error = walk();
  visit.end?.(values);
  return error;
}

/** One step of a JSON pointer (RFC 6901). */
function stepOf({ key }: Frame): string {
  return typeof key === 'number'
    ? `/${key}`
    : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * Index after the closing quotation mark, or the complement of the index at which the string goes
 * wrong. Runs of plain characters are skipped by a sticky
 * pattern: one pattern for the whole string would overflow the regular-expression stack on long ones.
 */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    plain.lastIndex = at;
    plain.exec(text);
    at = plain.lastIndex;
    if (text[at] === '"') return at + 1;
    escaped.lastIndex = at;
    if (escaped.exec(text) === null) return ~at;
    at = escaped.lastIndex;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259, section 7, excludes them
const plain = /[^"\\\u0000-\u001f]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
