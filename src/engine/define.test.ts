import { expect, test } from 'vitest';
import type { Finding } from '../vocabulary.ts';
import { defineCheck, defineComparison, defineFact } from './define.ts';
import { probeOf, readingOf, stepOf } from './engine.fixture.ts';

const requirement = {
  id: 'a.b',
  level: 'MUST',
  statement: 'A is b',
  reference: 'this test',
  breaks: 'this test',
} as const;
const finding: Finding = { at: {}, expected: 'b', actual: 'c' };
const reading = readingOf();

function checkOn(subjects: readonly number[], examine = (_: number): Finding | null => null) {
  return defineCheck({ ...requirement, on: ['stream'], subjects: () => subjects, examine });
}

test('subjects are counted by the engine, so that none can never pass', () => {
  expect(checkOn([]).examine(reading, null)).toEqual({ subjects: 0, findings: [] });
  expect(checkOn([1, 2]).examine(reading, null)).toEqual({ subjects: 2, findings: [] });
});

test('each subject is examined with its reading; none, one or several findings join', () => {
  const check = defineCheck({
    ...requirement,
    on: ['stream'],
    subjects: ({ view }) => [view.kind, 'none', 'several'],
    examine: (subject, { view }) => {
      if (subject === view.kind) return finding;
      return subject === 'none' ? null : [finding, { ...finding, actual: 'd' }];
    },
  });
  expect(check.examine(reading, null)).toEqual({
    subjects: 3,
    findings: [finding, finding, { ...finding, actual: 'd' }],
  });
});

test('after 20 findings no subject is examined, but each is counted', () => {
  const seen: number[] = [];
  const check = checkOn(
    Array.from({ length: 30 }, (_, n) => n),
    (n) => {
      seen.push(n);
      return finding;
    },
  );
  expect(check.examine(reading, null)).toMatchObject({ subjects: 30, findings: { length: 20 } });
  expect(seen).toHaveLength(20);
});

test('a check carries its requirement, and a decision where there is one', () => {
  expect(checkOn([]).requirement).toEqual(requirement);
  const decided = defineCheck({
    ...requirement,
    decision: 'so',
    on: ['stream'],
    subjects: () => [],
    examine: () => null,
  });
  expect(decided.requirement).toEqual({ ...requirement, decision: 'so' });
});

test('what is not said of a check is nothing: no context, nothing that it rests on', () => {
  expect(checkOn([])).toMatchObject({
    on: ['stream'],
    context: [],
    restsOn: [],
    survivesErrorFrame: false,
  });
  const said = defineCheck({
    ...requirement,
    on: ['error'],
    context: ['status'],
    restsOn: ['json'],
    survivesErrorFrame: true,
    subjects: () => [],
    examine: () => null,
  });
  expect(said).toMatchObject({ context: ['status'], restsOn: ['json'], survivesErrorFrame: true });
});

test('a check is planned for the answers that can hold its subjects, unless it says otherwise', () => {
  const probe = probeOf('p');
  const planned = (answer: 'completion' | 'stream' | 'error' | 'models') =>
    checkOn([]).plannedFor(stepOf({ answer }), probe);
  expect([planned('stream'), planned('completion'), planned('error'), planned('models')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  const own = defineCheck({
    ...requirement,
    on: ['stream'],
    plannedFor: ({ expects }, { id }) => expects.answer === 'models' && id === 'p',
    subjects: () => [],
    examine: () => null,
  });
  expect(own.plannedFor(stepOf({ answer: 'models' }), probe)).toBe(true);
});

test('a comparison has one subject where the two answers hold something to compare', () => {
  const comparing = (found: readonly Finding[] | null) =>
    defineComparison({
      ...requirement,
      on: ['stream'],
      compares: [['p', 'q']],
      compare: (one, other) => (one === reading && other !== one ? found : null),
    });
  const other = readingOf();
  expect(comparing([finding]).compares).toEqual([['p', 'q']]);
  expect(comparing([finding]).examine(reading, other)).toEqual({
    subjects: 1,
    findings: [finding],
  });
  expect(comparing([]).examine(reading, other)).toEqual({ subjects: 1, findings: [] });
  expect(comparing(null).examine(reading, other)).toEqual({ subjects: 0, findings: [] });
  expect(comparing([finding]).examine(reading, null)).toEqual({ subjects: 0, findings: [] });
});

test('a fact is INFO: it tells and never finds, and breaks nothing', () => {
  const { level: _level, breaks: _breaks, ...rest } = requirement;
  const telling = (facts: readonly string[]) =>
    defineFact({ ...rest, on: ['stream'], facts: () => facts });
  expect(telling(['it took 5 ms', 'all at once']).examine(reading, null)).toEqual({
    subjects: 2,
    findings: [],
    facts: ['it took 5 ms', 'all at once'],
  });
  expect(telling([]).examine(reading, null).subjects).toBe(0);
  expect(telling([]).requirement).toMatchObject({
    level: 'INFO',
    breaks: 'Nothing: it is told for information.',
  });
});
