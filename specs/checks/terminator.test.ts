import { expect, test } from 'vitest';
import { DONE, event, reading, told } from './told.fixture.ts';

const answer = event({ role: 'assistant', content: 'Hi' }) + event({}, 'stop');
const missing = ': data: [DONE], not the end of the body';

test.each([
  ['nothing', '', missing],
  ['the terminator', DONE, 'passes'],
  ['a terminator that is not closed', DONE.trimEnd(), 'passes'],
  [
    'an event that is named so',
    'event: done\n\n',
    ': data: [DONE], not "event: done" without data, then the end of the body',
  ],
  ['a terminator inside other data', 'data: data: [DONE]\n\n', 'passes'],
  ...['message', 'detail', 'code', 'msg', 'error_code', 'errors'].map(
    (name): [string, string, string] => [
      `a failure in ${name}`,
      `data: {"${name}":"x"}\n\n`,
      'passes',
    ],
  ),
  ['a failure by its name', 'event: error\ndata: {"x":1}\n\n', 'passes'],
  ['a value of another kind', 'data: {"x":1}\n\n', missing],
])('a stream that ends with %s', (_words, end, words) => {
  expect(told('terminator.present', reading(answer + end))).toBe(words);
});

test('a finished answer that a limit cut lacks its terminator, an unfinished one does not', () => {
  const exchange = { ending: 'capped' as const };
  expect(told('terminator.present', reading(answer, { exchange }))).toBe(
    ': data: [DONE], not no terminator until the body was cut',
  );
  const early = reading(event({ content: 'Hi' }), { exchange });
  expect(told('terminator.present', early)).not.toContain('[DONE]');
});

test('a body that stays open after the terminator is told with the limit that ended it', () => {
  const open = reading(answer + DONE, { exchange: { ending: 'capped' } });
  expect(told('terminator.body-ends', open)).toBe(
    ': the end of the body soon after [DONE], not an open body: cut at a limit',
  );
});

test.each([
  ['data: more', ': the end of the stream after [DONE], not an event: more'],
  [
    `data: ${'x'.repeat(90)}\n\n`,
    `: the end of the stream after [DONE], not an event: ${'x'.repeat(80)}`,
  ],
  ['data: \n\n', ': the end of the stream after [DONE], not an event with empty data'],
  [': a comment\n\n', 'passes'],
])('%j after the terminator', (later, words) => {
  expect(told('terminator.last', reading(answer + DONE + later))).toBe(words);
});
