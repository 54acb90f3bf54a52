import { expect, test } from 'vitest';
import type { JsonObject } from '../vocabulary.ts';
import { readAnnotation } from './annotation.ts';

const whole: JsonObject = {
  id: 'a.b',
  level: 'MUST',
  statement: 'A is b',
  reference: 'here',
  breaks: 'All.',
};

test('an annotation is a requirement as it stands, with a decision where there is one', () => {
  expect(readAnnotation(whole, '#')).toEqual(whole);
  expect(readAnnotation({ ...whole, decision: 'so' }, '#')).toEqual({ ...whole, decision: 'so' });
});

test.each(['MUST', 'SHOULD', 'INFO'])('%s is a level', (level) => {
  expect(readAnnotation({ ...whole, level }, '#').level).toBe(level);
});

test.each(['id', 'statement', 'reference', 'breaks', 'decision'])(
  'the %s of an annotation is a text that says something',
  (member) => {
    for (const value of ['', ' ', 7, null]) {
      expect(() => readAnnotation({ ...whole, [member]: value }, '#/a')).toThrow(
        `#/a: the requirement has no ${member}`,
      );
    }
  },
);

test('what is no annotation is refused with its place', () => {
  expect(() => readAnnotation('a.b', '#/a')).toThrow('#/a: the requirement is not an object');
  expect(() => readAnnotation({ ...whole, note: 'x' }, '#/a')).toThrow('#/a: note says nothing');
  expect(() => readAnnotation({ ...whole, level: 'MAY' }, '#/a')).toThrow('#/a: the level is not');
});
