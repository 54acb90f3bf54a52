/**
 * Hides keys in whatever was received, in every spelling that JSON, a URL or HTML may give them.
 *
 * The replacement is as long as what it hides, so that byte offsets, frame sizes and a
 * `content-length` stay true. Work on whole bodies: a key cut in two by the network is then one
 * piece again.
 */

export interface Redactor {
  /** A copy of the bytes with every occurrence of a key replaced by as many `*`. */
  readonly bytes: (body: Uint8Array) => Uint8Array;
  /** The same for text: headers, addresses, messages. */
  readonly text: (text: string) => string;
}

/** Fewer characters than this would turn ordinary words into asterisks. */
const SHORTEST = 8;

/** Hides these keys; ones of fewer than 8 characters are not looked for (config refuses them). */
export function redactor(keys: readonly string[]): Redactor {
  const worth = [...new Set(keys)].filter((key) => key.length >= SHORTEST);
  if (worth.length === 0) return { bytes: (body) => body, text: (text) => text };
  // The longest first, since one key may begin with another.
  worth.sort((one, other) => other.length - one.length);
  const inText = patternOf(worth, (character) => character);
  const inBytes = patternOf(worth, (character) => Buffer.from(character).toString('latin1'));
  const stars = (hit: string) => '*'.repeat(hit.length);
  return {
    text: (text) => text.replace(inText, stars),
    bytes: (body) => hideInBytes(body, inBytes, reachOf(worth)),
  };
}

/** Bytes that are searched at once: a large body as one text would cost its size several times. */
const WINDOW = 1024 * 1024;

/** Latin-1 gives each byte one character, so the pattern counts bytes. */
function hideInBytes(body: Uint8Array, pattern: RegExp, reach: number): Uint8Array {
  const view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let hidden: Uint8Array | null = null;
  let from = 0;
  while (from < view.length) {
    // A hit that begins in a window may end beyond it.
    const text = view.toString('latin1', from, from + WINDOW + reach);
    let next = from + WINDOW;
    for (const { 0: hit, index } of text.matchAll(pattern)) {
      if (index >= WINDOW) break;
      hidden ??= Uint8Array.from(body);
      hidden.fill(0x2a, from + index, from + index + hit.length);
      next = Math.max(next, from + index + hit.length);
    }
    from = next;
  }
  return hidden ?? body;
}

/** The most bytes that a spelling of a key can take: 16 for each character. */
const reachOf = (keys: readonly string[]): number =>
  16 * Math.max(...keys.map((key) => Buffer.byteLength(key)));

function patternOf(keys: readonly string[], literal: (character: string) => string): RegExp {
  const spellings = keys.flatMap((key) => [
    [...key].map((character) => spellingsOf(character, literal)).join(''),
    ...base64Of(key).map(quoted),
  ]);
  return new RegExp(spellings.join('|'), 'g');
}

/**
 * One character as it stands, as a JSON escape (also inside JSON inside JSON), percent-encoded (also
 * twice) or as an HTML reference. Every repetition has a bound: a body of backslashes must not make
 * the search quadratic.
 */
function spellingsOf(character: string, literal: (character: string) => string): string {
  const units = Array.from({ length: character.length }, (_, at) =>
    character.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  const json = units.map((unit) => `\\\\{1,8}u${anyCase(unit)}`).join('');
  const percent = [...Buffer.from(character)]
    .map((byte) => `%(?:25){0,3}${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const point = character.codePointAt(0) ?? 0;
  const html = `&#(?:0{0,4}${point}|[xX]0{0,4}${anyCase(point.toString(16))});`;
  const plain = quoted(literal(character));
  const escaped = '/"\\'.includes(character) ? [`\\\\{1,8}${plain}`] : [];
  return `(?:${[json, ...escaped, plain, percent, html].join('|')})`;
}

/** The part of a key's base64 that does not depend on its neighbours, for each of three positions. */
function base64Of(key: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const whole = Math.floor(bytes.length / 3) * 4;
    const own = bytes.toString('base64').slice(before === 0 ? 0 : 4, whole);
    return own.length < SHORTEST ? [] : [own];
  });
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const anyCase = (hex: string): string =>
  hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
