import { expect, test } from 'vitest';
import { corruptionOf, rewritingOf } from './corruption.ts';

const escapes = 'a\\nb\\tc\\rd\\be';
const quoted = 'say "é" & <\'b\'>';

test.each<[name: string, dictated: string, text: string]>([
  ['escapes are undone once too often', escapes, 'a\nb\tc\rd\be'],
  ['escapes are undone once too often', 'a\\\\n\\"b\\tc', 'a\\n"b\tc'],
  ['escapes are undone once too often', 'a\\nb\\tc', 'a\nb\\tc'],
  ['backslashes are lost', 'C:\\dir\\x', 'C:dirx'],
  ['backslashes are doubled', 'C:\\dir', 'C:\\\\dir'],
  ['quotation marks are escaped once more', 'say "a"', 'say \\"a\\"'],
  ['the text is escaped once more', 'a\n"b"\\', 'a\\n\\"b\\"\\\\'],
  ['line breaks are written as escapes', 'a\n\n"b"', 'a\\n\\n"b"'],
  ['characters are written for HTML', quoted, 'say &quot;é&quot; &amp; &lt;&#39;b&#39;&gt;'],
  ['characters are written for HTML', 'say "a" & b', 'say &quot;a&quot; & b'],
  ['characters are written for HTML', 'say "a" & b', 'say &#34;a&#34; & b'],
  ['characters are written as escapes', 'é🌍', '\\u00e9\\ud83c\\udf0d'],
  ['UTF-8 is read as Latin-1', 'é', 'Ã©'],
  ['UTF-8 is read as Windows-1252', '–', 'â€“'],
  ['characters beyond ASCII are lost', 'aéb🌍', 'ab'],
  ['characters beyond ASCII have become question marks', 'aéb🌍', 'a?b?'],
  ['characters beyond ASCII have become question marks', 'aéb🌍', 'a?b??'],
  ['characters beyond Latin-1 have become question marks', 'éb漢🌍', 'éb??'],
  ['characters beyond Latin-1 have become question marks', 'éb漢🌍', 'éb???'],
  ['characters beyond the first plane are lost', 'é漢🌍a', 'é漢a'],
  ['accents are taken apart (NFD)', 'é', 'e\u0301'],
  ['accents are put together (NFC)', 'e\u0301', 'é'],
  ['joiners are lost', '👩\u200d💻\ufe0f', '👩💻\ufe0f'],
  ['variation selectors are lost', '👩\u200d💻\ufe0f', '👩\u200d💻'],
  ['joiners and variation selectors are lost', '👩\u200d💻\ufe0f', '👩💻'],
  ['an object is no longer JSON', 'a {"b":1}', 'a [object Object]'],
])('%s: %j has become %j', (name, dictated, text) => {
  expect(rewritingOf(text, dictated)).toBe(name);
  expect(corruptionOf([text], dictated)).not.toBeNull();
});

test.each<[name: string, dictated: string, text: string]>([
  ['backslashes have become slashes', 'C:\\dir\\x', 'C:/dir/x'],
  ['quotation marks are lost', 'say "a"', 'say a'],
  ['accents are lost', 'éà漢', 'ea漢'],
  ['capitals are lost', 'C:\\Éa', 'c:\\éa'],
  ['all letters are capitals', 'C:\\éa', 'C:\\ÉA'],
])(
  '%s is told of a text that came whole in the other mode alone: %j, %j',
  (name, dictated, text) => {
    expect(rewritingOf(text, dictated)).toBeNull();
    expect(corruptionOf([text], dictated)).toBe(name);
  },
);

test('what is the same, or differs as a model differs, was rewritten by no program', () => {
  expect(rewritingOf(escapes, escapes)).toBeNull();
  expect(rewritingOf('say it', quoted)).toBeNull();
  expect(rewritingOf('[object Object]', '[object Object] x')).toBeNull();
  expect(corruptionOf([' Hello', ' there '], 'Hello there')).toBeNull();
  expect(corruptionOf(['Hello', ' all'], 'Hello there')).toBeNull();
});

test('a run is shorter by a program where it lacks several characters, or a whole piece', () => {
  const lost = 'characters that repeat are lost';
  const runs = 'run 1111111 and 00000';
  expect(corruptionOf(['run ', '11111', ' and ', '000'], runs)).toBe(lost);
  expect(corruptionOf(['run ', '111111', ' and ', '0000'], runs)).toBeNull();
  expect(corruptionOf(['run ', '11111', ' and ', '00000'], runs)).toBe(lost);
  expect(corruptionOf(['run ', '11111', '1', ' and ', '00000'], runs)).toBe(lost);
  expect(corruptionOf(['run ', '11', '11', '11', ' and ', '00000'], runs)).toBeNull();
});

const dictated = 'The quick brown fox, 1111 times\n\nover 漢字漢';
const pieces = ['The ', 'quick ', 'brown ', 'fox, ', '1111 ', 'times\n\n', 'over ', '漢字漢'];

test.each<[name: string, pieces: readonly string[]]>([
  ['white space is lost or added', pieces.map((one) => one.trim())],
  ['white space is lost or added', pieces.with(0, 'The  ')],
  ['every piece comes twice', pieces.flatMap((one) => [one, one])],
  ['characters that repeat are lost', pieces.with(4, '1 ')],
  ['characters that repeat are lost', pieces.toSpliced(4, 1, '11', ' ')],
  ['one piece comes twice', pieces.toSpliced(2, 0, 'brown ').with(2, 'brown ')],
  ['two pieces have changed places', pieces.with(1, 'brown ').with(2, 'quick ')],
  ['two pieces have changed places', pieces.with(0, 'quick ').with(1, 'The ')],
  ['two pieces have changed places', pieces.with(6, '漢字漢').with(7, 'over ')],
  [
    'pieces have changed places',
    ['The qui', 'br', 'ck ', 'own ', 'ver ', 'o', ...pieces.slice(3, 6), '漢字漢'],
  ],
  ['the end is lost', pieces.slice(0, -1)],
  ['the beginning is lost', pieces.slice(1)],
  ['the beginning is lost', [dictated.slice(8)]],
  ['a piece is lost from the middle of a word', pieces.with(1, 'qck ')],
  ['a piece is lost from the middle of a word', pieces.with(1, 'qui').with(2, 'own ')],
  ['a piece is lost from the middle of a word', pieces.with(2, '').with(1, 'quiwn ')],
  ['the whole text comes twice', [dictated, ' ', dictated]],
])('%s, as in %j', (name, changed) => {
  expect(corruptionOf(changed, dictated)).toBe(name);
});

test.each<[what: string, pieces: readonly string[]]>([
  ['blank lines alone', pieces.with(5, 'times\n')],
  ['a word left out', pieces.toSpliced(2, 1)],
  ['one character left out', pieces.with(1, 'quik ')],
  ['more than a few characters left out at the beginning', [dictated.slice(9)]],
  ['a run that is miscounted', pieces.with(4, '111 ')],
  ['a run of single characters that is miscounted', pieces.toSpliced(4, 1, '1', '1', '1', ' ')],
  ['a run that is counted too long', pieces.with(4, '11111 ')],
  ['two pieces more', pieces.toSpliced(2, 0, 'brown ', 'brown ')],
  ['a word written backwards', pieces.with(1, 'kciuq ')],
  ['words in another order', ['brown ', 'The ', 'quick ', ...pieces.slice(3)]],
  ['another word', pieces.with(1, 'quiet ')],
  ['a piece twice, elsewhere', [...pieces, 'brown ']],
  ['nothing at all', []],
  ['more text', [...pieces, ' and so on']],
])('%s may be the choice of the model', (_what, changed) => {
  expect(corruptionOf(changed, dictated)).toBeNull();
});

test('the end is lost where a delta is lost; a model may leave out more', () => {
  expect(corruptionOf(['one two'], 'one two seventh')).toBe('the end is lost');
  expect(corruptionOf(['one two'], 'one two eighteen')).toBeNull();
  // The last e may be of "one" as well as of "three".
  expect(corruptionOf(['one'], 'one, two, three')).toBeNull();
});
