import { lacksRepeats } from './repeats.ts';

/**
 * How a machine, and not a model, has changed a dictated text on its way through the pieces of a
 * stream; `null` where it has not, or where the difference may be the model's own.
 */
export function corruptionOf(pieces: readonly string[], dictated: string): string | null {
  const text = pieces.join('').trim();
  if (text === dictated) return null;
  for (const [name, kept] of tests) if (kept(pieces, text, dictated)) return name;
  return rewritingOf(text, dictated) ?? rewritten(slips, text, dictated);
}

/**
 * By which rewriting of all its characters a text has come from another one; `null` where by none.
 * A model changes a word here or there; that every quotation mark or every joiner is changed in the
 * same way, and nothing else, is the trace of a program.
 */
export function rewritingOf(text: string, dictated: string): string | null {
  if (text === dictated) return null;
  const objects = '[object Object]';
  if (text.includes(objects) && !dictated.includes(objects)) return 'an object is no longer JSON';
  return rewritten(respellings, text, dictated) ?? misencodingOf(text, dictated);
}

/**
 * By which other encoding of all its characters a text has come from another one. A model that
 * copies badly may do so every time, and then its backslashes, joiners and emoji are lost in both
 * modes alike; no model writes what a wrong decoder reads.
 */
export function misencodingOf(text: string, dictated: string): string | null {
  return text === dictated ? null : rewritten(encodings, text, dictated);
}

function rewritten(list: readonly Rewriting[], text: string, dictated: string): string | null {
  return list.find(([, rewrite]) => rewrite(dictated) === text)?.[0] ?? null;
}

type Rewriting = readonly [name: string, rewrite: (text: string) => string];

const undone: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  '\\': '\\',
  '"': '"',
};
const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What a model may do, too, but hardly to all characters in one mode and to none in the other. */
const respellings: readonly Rewriting[] = [
  ['escapes are undone once too often', (text) => text.replaceAll('\\n', '\n')],
  [
    'escapes are undone once too often',
    (text) => text.replace(/\\([ntrb])/g, (_all, letter: string) => undone[letter] ?? ''),
  ],
  [
    'escapes are undone once too often',
    (text) => text.replace(/\\([ntrb\\"])/g, (_all, letter: string) => undone[letter] ?? ''),
  ],
  ['backslashes are lost', (text) => text.replaceAll('\\', '')],
  ['backslashes are doubled', (text) => text.replaceAll('\\', '\\\\')],
  ['quotation marks are escaped once more', (text) => text.replaceAll('"', '\\"')],
  ['the text is escaped once more', (text) => JSON.stringify(text).slice(1, -1)],
  ['line breaks are written as escapes', (text) => text.replaceAll('\n', '\\n')],
  [
    'characters are written for HTML',
    (text) => text.replace(/[&<>"']/g, (one) => named[one] ?? one),
  ],
  ['characters are written for HTML', (text) => text.replaceAll('"', '&quot;')],
  ['characters are written for HTML', (text) => text.replaceAll('"', '&#34;')],
  ['characters are written as escapes', (text) => text.replace(/[^\0-\x7f]/g, escapeUnit)],
  ['characters beyond ASCII are lost', (text) => text.replace(/[^\0-\x7f]/g, '')],
  ['characters beyond the first plane are lost', (text) => text.replace(/[^\0-\uffff]/gu, '')],
  ['accents are put together (NFC)', (text) => text.normalize('NFC')],
  ['joiners are lost', (text) => text.replaceAll('\u200d', '')],
  ['variation selectors are lost', (text) => text.replaceAll('\ufe0f', '')],
  ['joiners and variation selectors are lost', (text) => text.replace(/\u200d|\ufe0f/g, '')],
];

/** What programs alone do. */
const encodings: readonly Rewriting[] = [
  ['line breaks have become CR LF', (text) => text.replaceAll('\n', '\r\n')],
  ['UTF-8 is read as Latin-1', (text) => Buffer.from(text, 'utf8').toString('latin1')],
  [
    'UTF-8 is read as Windows-1252',
    (text) => new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8')),
  ],
  ['characters beyond ASCII have become question marks', question(/[^\0-\x7f]/gu)],
  ['characters beyond ASCII have become question marks', question(/[^\0-\x7f]/g)],
  ['characters beyond Latin-1 have become question marks', question(/[^\0-\xff]/gu)],
  ['characters beyond Latin-1 have become question marks', question(/[^\0-\xff]/g)],
  ['accents are taken apart (NFD)', (text) => text.normalize('NFD')],
];

/** What a model may do by itself: of a machine only where the same text came whole without streaming. */
const slips: readonly Rewriting[] = [
  ['backslashes have become slashes', (text) => text.replaceAll('\\', '/')],
  ['quotation marks are lost', (text) => text.replaceAll('"', '')],
  [
    'accents are lost',
    (text) =>
      text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC'),
  ],
  ['capitals are lost', (text) => text.toLowerCase()],
  ['all letters are capitals', (text) => text.toUpperCase()],
];

function question(pattern: RegExp): (text: string) => string {
  return (text) => text.replace(pattern, '?');
}

type Test = (pieces: readonly string[], text: string, dictated: string) => boolean;

const bare = (text: string): string => text.replace(/\s+/g, '');
/** Blank lines alone may be the model's choice: they differ between two generations. */
const oneLineEach = (text: string): string => text.replace(/\s*\n\s*/g, '\n');

const tests: readonly (readonly [name: string, kept: Test])[] = [
  [
    'white space is lost or added',
    (_pieces, text, dictated) =>
      bare(text) === bare(dictated) && oneLineEach(text) !== oneLineEach(dictated),
  ],
  ['every piece comes twice', (pieces, _text, dictated) => everyPieceTwice(pieces, dictated)],
  [
    'characters that repeat are lost',
    (pieces, text, dictated) => lacksRepeats(pieces.map(bare), bare(text), bare(dictated)),
  ],
  ['one piece comes twice', (pieces, _text, dictated) => onePieceTwice(pieces, dictated)],
  ['two pieces have changed places', (pieces, _text, dictated) => twoSwapped(pieces, dictated)],
  ['pieces have changed places', (_pieces, text, dictated) => isShuffled(text, dictated)],
  ['the beginning is lost', (_pieces, text, dictated) => lacksBeginning(text, dictated)],
  ['the end is lost', (_pieces, text, dictated) => lacksEnd(text, dictated)],
  [
    'a piece is lost from the middle of a word',
    (_pieces, text, dictated) => lacksPiece(text, dictated),
  ],
  [
    'the whole text comes twice',
    (_pieces, text, dictated) => bare(text) === bare(dictated).repeat(2),
  ],
];

function everyPieceTwice(pieces: readonly string[], dictated: string): boolean {
  const halved = pieces.filter((_piece, n) => n % 2 === 0);
  const paired = pieces.every((piece, n) => n % 2 === 0 || piece === pieces[n - 1]);
  return pieces.length % 2 === 0 && paired && halved.join('').trim() === dictated;
}

function onePieceTwice(pieces: readonly string[], dictated: string): boolean {
  return pieces.some(
    (piece, n) =>
      n > 0 &&
      piece === pieces[n - 1] &&
      [...pieces.slice(0, n), ...pieces.slice(n + 1)].join('').trim() === dictated,
  );
}

function twoSwapped(pieces: readonly string[], dictated: string): boolean {
  return pieces.some((piece, n) => {
    const next = pieces[n + 1];
    if (next === undefined) return false;
    const swapped = [...pieces.slice(0, n), next, piece, ...pieces.slice(n + 2)];
    return swapped.join('').trim() === dictated;
  });
}

const inOrder = (parts: Iterable<string>): string => [...parts].sort().join('\0');

/**
 * Whether all characters are there, in another order that goes across words. A model may write words
 * in another order, or the characters of one: scripts run in two directions, and the people of one
 * emoji are written in one order and not in another.
 */
function isShuffled(text: string, dictated: string): boolean {
  const words = (of: string): string => inOrder(of.split(/\s+/).map(inOrder));
  return inOrder(bare(text)) === inOrder(bare(dictated)) && words(text) !== words(dictated);
}

/** The most characters of a delta that is lost. */
const delta = 8;

/** Whether nothing but the first few characters is missing, as where the first delta is lost. */
function lacksBeginning(text: string, dictated: string): boolean {
  return isSlightlyLonger(dictated, text) && dictated.endsWith(text);
}

/** Whether nothing but the last few characters is missing, as where a stream is closed too early. */
function lacksEnd(text: string, dictated: string): boolean {
  return isSlightlyLonger(dictated, text) && dictated.startsWith(text);
}

function isSlightlyLonger(longer: string, text: string): boolean {
  const more = longer.length - text.length;
  return text !== '' && more > 0 && more <= delta;
}

/** A letter of a script in which words are parted by spaces, or a digit. */
const letter = /[\p{Script=Latin}\p{Script=Hebrew}\p{Script=Arabic}\p{N}]/u;

/**
 * Whether nothing but one stretch of the text is missing, and the cut goes through a word wherever the
 * stretch may have stood. A model leaves out words or lines; a lost delta leaves out a token, wherever
 * that begins or ends. One character alone, or a run of one, may be a slip of the model.
 */
function lacksPiece(text: string, dictated: string): boolean {
  const missing = dictated.length - text.length;
  if (missing < 2 || text.length === 0) return false;
  let found = false;
  for (let at = 0; at <= text.length; at += 1) {
    if (text.slice(0, at) + dictated.slice(at, at + missing) + text.slice(at) !== dictated)
      continue;
    const through = isWithinWord(dictated, at) || isWithinWord(dictated, at + missing);
    if (!through || new Set(dictated.slice(at, at + missing)).size === 1) return false;
    found = true;
  }
  return found;
}

function isWithinWord(text: string, at: number): boolean {
  return at > 0 && letter.test(text.charAt(at - 1)) && letter.test(text.charAt(at));
}
