/**
 * Hides keys in whatever was received, in every spelling that JSON, a URL, HTML, base64 or hex may
 * give them.
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
/** Longer secrets are looked for piece by piece: a pattern of kilobytes is too large to compile. */
const PIECE = 200;
/** Pieces in one pattern. */
const TOGETHER = 4;

/**
 * Hides these keys; ones of fewer than 8 characters are not looked for (config refuses them). A body
 * that was cut within a key ends in the beginning of one: that is hidden, too.
 */
export function redactor(keys: readonly string[]): Redactor {
  const worth = [...new Set(keys)].filter((key) => key.length >= SHORTEST);
  if (worth.length === 0) return { bytes: (body) => body, text: (text) => text };
  // The longest first, since one key may begin with another.
  worth.sort((one, other) => other.length - one.length);
  const inText = patternsOf(worth, (character) => character);
  const inBytes = patternsOf(worth, (character) => Buffer.from(character).toString('latin1'));
  const stars = (hit: string) => '*'.repeat(hit.length);
  const latin = worth.map((key) => Buffer.from(key).toString('latin1'));
  return {
    text: (text) => {
      const hidden = inText.reduce((rest, pattern) => rest.replace(pattern, stars), text);
      const tail = tailOf(hidden, worth);
      return hidden.slice(0, hidden.length - tail) + '*'.repeat(tail);
    },
    bytes: (body) => {
      const hidden = inBytes.reduce((rest, pattern) => hideInBytes(rest, pattern), body);
      const longest = Math.max(...latin.map((key) => key.length));
      const end = Buffer.from(hidden.subarray(-longest)).toString('latin1');
      const tail = tailOf(end, latin);
      return tail === 0 ? hidden : Uint8Array.from(hidden).fill(0x2a, hidden.length - tail);
    },
  };
}

/** How many characters at the end of a text are the beginning of a key, if enough to matter. */
function tailOf(text: string, keys: readonly string[]): number {
  const lengths = keys.map((key) => {
    for (let length = Math.min(key.length, text.length); length >= SHORTEST; length -= 1) {
      if (text.endsWith(key.slice(0, length))) return length;
    }
    return 0;
  });
  return Math.max(...lengths);
}

/** Bytes that are searched at once: a large body as one text would cost its size several times. */
const WINDOW = 1024 * 1024;
/** The most bytes that a spelling of a piece can take: 16 for each of its bytes, of up to 4 each. */
const REACH = 16 * 4 * PIECE;

/** Latin-1 gives each byte one character, so the pattern counts bytes. */
function hideInBytes(body: Uint8Array, pattern: RegExp): Uint8Array {
  const view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let hidden: Uint8Array | null = null;
  let from = 0;
  while (from < view.length) {
    // A hit that begins in a window may end beyond it.
    const text = view.toString('latin1', from, from + WINDOW + REACH);
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

/** Patterns for everything that these keys may look like; no one is too large to compile. */
function patternsOf(keys: readonly string[], literal: (character: string) => string): RegExp[] {
  const spell = (character: string) => spellingsOf(character, literal);
  const plain = keys.flatMap((key) => piecesOf(key).map((piece) => [...piece].map(spell).join('')));
  const coded = keys.flatMap((key) => [
    ...base64Of(key).flatMap(piecesOf).map(inBase64),
    ...piecesOf(Buffer.from(key).toString('hex')).map(anyCase),
  ]);
  const all = [...plain, ...coded];
  return Array.from({ length: Math.ceil(all.length / TOGETHER) }, (_, at) => {
    return new RegExp(all.slice(at * TOGETHER, (at + 1) * TOGETHER).join('|'), 'g');
  });
}

/**
 * The pieces of a secret, of about one length: a short last piece would not be looked for, and one
 * that reached back would never be found, its beginning being asterisks by then.
 */
function piecesOf(secret: string): string[] {
  const characters = [...secret];
  const count = Math.ceil(characters.length / PIECE);
  const cut = (at: number) => Math.floor((at * characters.length) / count);
  return Array.from({ length: count }, (_, at) => characters.slice(cut(at), cut(at + 1)).join(''));
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
    const part = bytes.toString('base64').slice(before === 0 ? 0 : 4, whole);
    return part.length < SHORTEST ? [] : [part];
  });
}

/** Base64 as it stands, in the alphabet of addresses, and with its odd characters escaped. */
function inBase64(text: string): string {
  return [...text]
    .map((character) => {
      if (character === '+') return `(?:-|${spellingsOf('+', (one) => one)})`;
      if (character === '/') return `(?:_|${spellingsOf('/', (one) => one)})`;
      return quoted(character);
    })
    .join('');
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const anyCase = (hex: string): string =>
  hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
