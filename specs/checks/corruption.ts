/**
 * How a machine, and not a model, has changed a dictated text on its way through the pieces of a
 * stream; `null` where it has not, or where the difference may be the model's own.
 */
export function corruptionOf(pieces: readonly string[], dictated: string): string | null {
  const text = pieces.join('').trim();
  if (text === dictated) return null;
  for (const [name, kept] of tests) if (kept(pieces, text, dictated)) return name;
  return null;
}

type Test = (pieces: readonly string[], text: string, dictated: string) => boolean;

const bare = (text: string): string => text.replace(/\s+/g, '');
/** Blank lines alone may be the model's choice: they differ between two generations. */
const oneLineEach = (text: string): string => text.replace(/\s*\n\s*/g, '\n');
const singled = (text: string): string => text.replace(/(.)\1+/gsu, '$1');

const tests: readonly (readonly [name: string, kept: Test])[] = [
  [
    'white space is lost or added',
    (_pieces, text, dictated) =>
      bare(text) === bare(dictated) && oneLineEach(text) !== oneLineEach(dictated),
  ],
  ['every piece comes twice', (pieces, _text, dictated) => everyPieceTwice(pieces, dictated)],
  [
    'characters that repeat are lost',
    (_pieces, text, dictated) =>
      bare(text).length < bare(dictated).length && singled(bare(text)) === singled(bare(dictated)),
  ],
  ['one piece comes twice', (pieces, _text, dictated) => onePieceTwice(pieces, dictated)],
  ['two pieces have changed places', (pieces, _text, dictated) => twoSwapped(pieces, dictated)],
  [
    'the whole text comes twice',
    (_pieces, text, dictated) => bare(text) === bare(dictated).repeat(2),
  ],
  [
    'escapes are undone once too often',
    (_pieces, text, dictated) => text === dictated.replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
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
