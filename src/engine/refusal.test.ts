import { expect, test } from 'vitest';
import { bodyReading } from './engine.fixture.ts';
import { isOfTheMoment, messageOf, saysUnsupported, wasFiltered } from './refusal.ts';

const refused = (status: number, error: unknown) => bodyReading({ error }, { status });
const unsupported = (error: unknown, status = 400) =>
  saysUnsupported(refused(status, error), ['temperature', 'seed']);

test.each<[string, unknown]>([
  ['by a parameter', { message: 'Unsupported value.', param: 'temperature' }],
  ['by a path to it', { message: 'Unsupported value.', param: 'body[0].temperature' }],
  ['in words', { message: "Unsupported parameter: 'temperature'." }],
  ['in words, with an empty parameter', { message: 'temperature: not supported', param: '' }],
  ['in words, between other signs', { message: 'x (temperature) is not yet supported' }],
  ['that it is not compatible', { message: 'temperature is not compatible with this model' }],
  ["that it doesn't fit", { message: "This model doesn't support temperature" }],
  ['that only one value fits', { message: 'temperature: only the default (1) fits' }],
  ['by a code', { message: 'No temperature here.', code: 'unsupported_parameter' }],
  ['by a type', { message: 'No temperature here.', type: 'unsupported_value' }],
  ['as nothing but a text', 'temperature is not supported'],
])('a refusal says what it does not support: %s', (_how, error) => {
  expect(unsupported(error)).toBe('temperature');
  expect(unsupported(error, 422)).toBe('temperature');
  expect(unsupported(error, 499)).toBe('temperature');
});

test.each<[string, unknown, number?]>([
  ['the server fails', { message: 'temperature is not supported' }, 500],
  ['it was no refusal', { message: 'temperature is not supported' }, 200],
  ['the parameter is another one', { message: 'temperature: unsupported', param: 'messages' }],
  ['the word is a part of another one', { message: 'temperatures are not supported' }],
  ['the member is unknown, not unsupported', { message: 'Unknown name "temperature"' }],
  ['nothing is named', { message: 'Unsupported.' }],
])('no member is unsupported where %s', (_why, error, status = 400) => {
  expect(unsupported(error, status)).toBeNull();
});

test.each([
  'content_filter',
  'contentPolicy',
  'content-management-policy',
  'moderation_blocked',
  'ResponsibleAI',
  'responsible_ai',
  'prompt_blocked',
  'prohibited_content',
  'data_inspection_failed',
  'sensitive_words_detected',
])('%s is the word of a filter, in a refusal alone', (code) => {
  expect(wasFiltered(refused(400, { message: 'x', code }))).toBe(true);
  expect(wasFiltered(refused(499, { message: 'x', type: code }))).toBe(true);
  expect(wasFiltered(refused(399, { message: 'x', code }))).toBe(false);
  expect(wasFiltered(refused(500, { message: 'x', code }))).toBe(false);
});

test.each(['rate_limit', 'rateLimitExceeded', 'quota', 'too_many_calls', 'tooMany', 'requests'])(
  '%s names a limit of the rate',
  (code) => {
    expect(isOfTheMoment(refused(429, { message: 'x', code }))).toBe(true);
    expect(isOfTheMoment(refused(400, { message: 'x', code }))).toBe(false);
  },
);

test('a kind is one word and not the end of one and the beginning of the next', () => {
  expect(isOfTheMoment(refused(429, { code: 'quo', type: 'ta' }))).toBe(false);
  expect(isOfTheMoment(refused(429, { code: 'a_requests', type: 'b' }))).toBe(false);
});

test('an answer that is no error says nothing of itself', () => {
  expect(messageOf(refused(400, { code: 'x' }))).toBe('');
  expect(messageOf(bodyReading({ choices: [], error: null }, { status: 400 }))).toBe('');
});
