/**
 * Everything that a secret may look like in a body or a header, as patterns: as it stands, as a JSON
 * escape (also inside JSON inside JSON), percent-encoded (also twice), as HTML references, in base64
 * and in hex. Each is kept as steps: from them come the patterns that find it whole, and
 * `beginnings.ts` walks them where a text may end in its beginning.
 */

/** Fewer characters than this would turn ordinary words into asterisks. */
export const SHORTEST = 8;
/** Longer secrets are looked for piece by piece: a pattern of kilobytes is too large to compile. */
const PIECE = 200;
/** Pieces in one pattern. */
const TOGETHER = 4;
/** The most bytes that a spelling of a piece can take: 16 for each of its bytes, of up to 4 each. */
export const REACH = 16 * 4 * PIECE;

/** Characters of which one must stand, as a text. */
type Choice = string;
/** A part of a spelling: the unit as often as the bounds say. */
export interface Step {
  readonly unit: readonly Choice[];
  readonly least: number;
  readonly most: number;
}
/** One way to spell a character. */
export type Spelling = readonly Step[];
/** One character in every spelling, and the pattern of them. */
export interface Sign {
  readonly ways: readonly Spelling[];
  readonly pattern: string;
}

/** A piece of a secret, or of its base64 or hex. */
export type SpelledPiece = readonly Sign[];

/** Everything that these keys may look like, where `literal` writes a character as it stands. */
export function spelledPieces(
  keys: readonly string[],
  literal: (character: string) => string,
): SpelledPiece[] {
  const plain = keys.flatMap((key) =>
    piecesOf(key).map((piece) => [...piece].map((one) => plainSign(one, literal(one)))),
  );
  const coded = keys.flatMap((key) => [
    ...base64Of(key)
      .flatMap(piecesOf)
      .map((piece) => [...piece].map((one) => base64Sign(one, one))),
    ...piecesOf(Buffer.from(key).toString('hex')).map((piece) =>
      [...piece].map((one) => hexSign(one, one)),
    ),
  ]);
  return [...plain, ...coded];
}

/** Patterns that find whole spellings; no one is too large to compile. */
export function wholePatterns(pieces: readonly SpelledPiece[]): RegExp[] {
  return Array.from({ length: Math.ceil(pieces.length / TOGETHER) }, (_, at) => {
    const group = pieces.slice(at * TOGETHER, (at + 1) * TOGETHER);
    return new RegExp(
      group.map((piece) => piece.map(({ pattern }) => pattern).join('')).join('|'),
      'g',
    );
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

/** A character of a secret, where `literal` is how it stands. */
const plainSign = kept((character, literal) => signOf(spellingsOf(character, literal)));

/** A character of base64 as it stands, in the alphabet of addresses, and escaped where it is odd. */
const base64Sign = kept((character) => {
  if (character === '+') return signOf([steps('-'), ...spellingsOf('+', '+')]);
  if (character === '/') return signOf([steps('_'), ...spellingsOf('/', '/')]);
  return signOf([steps(character)]);
});

const hexSign = kept((digit) => signOf([hexSteps(digit)]));

/** Makes the sign of a character of ASCII once: a capture may hold thousands of keys. */
function kept(
  make: (character: string, literal: string) => Sign,
): (character: string, literal: string) => Sign {
  const made = new Map<string, Sign>();
  return (character, literal) => {
    const sign = made.get(character) ?? make(character, literal);
    if (character <= '\x7f') made.set(character, sign);
    return sign;
  };
}

function signOf(ways: readonly Spelling[]): Sign {
  const pattern = ways.map((spelling) => spelling.map(stepPattern).join('')).join('|');
  return { ways, pattern: ways.length === 1 ? pattern : `(?:${pattern})` };
}

/**
 * One character in every spelling. Every repetition has a bound: a body of backslashes must not make
 * the search quadratic.
 */
function spellingsOf(character: string, literal: string): Spelling[] {
  const json = Array.from({ length: character.length }, (_, at) => [
    BACKSLASHES,
    once('u'),
    ...hexSteps(character.charCodeAt(at).toString(16).padStart(4, '0')),
  ]).flat();
  const percent = [...Buffer.from(character)].flatMap((byte) => [
    once('%'),
    { unit: ['2', '5'], least: 0, most: 3 },
    ...hexSteps(byte.toString(16).padStart(2, '0')),
  ]);
  const point = character.codePointAt(0) ?? 0;
  const decimal = [...steps('&#'), ZEROS, ...steps(String(point)), once(';')];
  const hex = [...steps('&#'), once('xX'), ZEROS, ...hexSteps(point.toString(16)), once(';')];
  const plain = steps(literal);
  const escaped = '/"\\'.includes(character) ? [[BACKSLASHES, ...plain]] : [];
  return [json, ...escaped, plain, percent, decimal, hex];
}

const once = (choice: Choice): Step => ({ unit: [choice], least: 1, most: 1 });
const BACKSLASHES: Step = { unit: ['\\'], least: 1, most: 8 };
const ZEROS: Step = { unit: ['0'], least: 0, most: 4 };

/** The text as it stands. */
const steps = (text: string): Step[] => [...text].map(once);

/** Hex digits in either case. */
const hexSteps = (hex: string): Step[] =>
  [...hex].map((digit) => once(/[a-f]/.test(digit) ? `${digit}${digit.toUpperCase()}` : digit));

/** The part of a key's base64 that does not depend on its neighbours, for each of three positions. */
function base64Of(key: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const whole = Math.floor(bytes.length / 3) * 4;
    const part = bytes.toString('base64').slice(before === 0 ? 0 : 4, whole);
    return part.length < SHORTEST ? [] : [part];
  });
}

function stepPattern({ unit, least, most }: Step): string {
  const one = unit.map((choice) => (choice.length === 1 ? quoted(choice) : `[${choice}]`)).join('');
  if (least === 1 && most === 1) return one;
  return `${unit.length === 1 ? one : `(?:${one})`}{${least},${most}}`;
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
