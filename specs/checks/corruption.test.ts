import { expect, test } from 'vitest';
import { dictation } from '../probes/echo.ts';
import { corruptionOf } from './corruption.ts';

const without = (lost: string): string | null => {
  expect(dictation).toContain(lost);
  return corruptionOf([dictation.replace(lost, '')], dictation);
};

test('a text that arrives whole is whole, wherever it was cut into pieces', () => {
  expect(corruptionOf([...dictation], dictation)).toBeNull();
});

test.each(['fé', 'aï', 'ble', 'שלו', 't'.concat('able "quo')])(
  'the piece %j lost from a word is told',
  (lost) => {
    expect(without(lost)).toBe('a piece is lost from the middle of a word');
  },
);

test('the beginning lost with the first delta is told', () => {
  for (const lost of ['C', 'Caf', 'Café', 'Café ']) expect(without(lost)).not.toBeNull();
});

test.each([' naïve', '中文', '日本語 한국어 中文\n', 'end of text', ' of', '"quoted" ', 'é'])(
  'the words %j may be left out by the model',
  (lost) => {
    expect(without(lost)).toBeNull();
  },
);

test('line breaks of another kind are told', () => {
  const told = corruptionOf([dictation.replaceAll('\n', '\r\n')], dictation);
  expect(told).toBe('line breaks have become CR LF');
});

test('another wording, and nothing at all, are the choice of the model', () => {
  for (const text of ['', 'I cannot copy that.', dictation.replace('Café', 'Coffee')]) {
    expect(corruptionOf([text], dictation)).toBeNull();
  }
});
