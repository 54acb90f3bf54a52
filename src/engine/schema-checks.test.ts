import { expect, test } from 'vitest';
import type { Expectation, JsonObject, Reading } from '../vocabulary.ts';
import { bodyReading, probeOf, stepOf, streamReading } from './engine.fixture.ts';
import { schemaChecks } from './schema-checks.ts';

const checks = new Map(schemaChecks().map((check) => [check.requirement.id, check]));

function checkNamed(id: string) {
  const check = checks.get(id);
  if (check === undefined) throw new Error(`the schemas have no requirement ${id}`);
  return check;
}

const examine = (id: string, reading: Reading) => checkNamed(id).examine(reading, null);
const planned = (id: string, expects: Expectation) =>
  checkNamed(id).plannedFor(stepOf(expects), probeOf('p'));

test('each requirement of the schemas is one check, judged on the bodies that state it', () => {
  expect(checkNamed('completion.object')).toMatchObject({
    on: ['completion'],
    context: [],
    restsOn: [],
    survivesErrorFrame: true,
  });
  expect(checkNamed('chunk.object').on).toEqual(['stream']);
  expect(checkNamed('error.message')).toMatchObject({
    on: ['error', 'stream'],
    restsOn: ['error.json'],
  });
});

test('a requirement is planned for the answers in which it can be judged', () => {
  expect(planned('completion.object', { answer: 'completion' })).toBe(true);
  expect(planned('completion.object', { answer: 'stream' })).toBe(false);
  expect(planned('chunk.object', { answer: 'stream' })).toBe(true);
  for (const id of ['completion.object', 'chunk.object']) {
    expect(planned(id, { answer: 'error', mistake: 'request' })).toBe(false);
    expect(planned(id, { answer: 'models' })).toBe(false);
  }
});

test('an error is judged where one was asked for, but not the page of an unknown path', () => {
  expect(planned('error.message', { answer: 'error', mistake: 'key' })).toBe(true);
  expect(planned('error.message', { answer: 'error', mistake: 'path' })).toBe(false);
  expect(planned('error.message', { answer: 'stream' })).toBe(false);
  expect(planned('error.message', { answer: 'completion' })).toBe(false);
});

test('a body is examined with its findings in their places', () => {
  expect(examine('completion.object', bodyReading({ object: 5, choices: [] }))).toEqual({
    subjects: 1,
    findings: [
      {
        at: { pointer: '/object', offset: 10 },
        expected: '"chat.completion"',
        actual: 'the number 5',
      },
    ],
  });
});

test('the chunks of a stream are examined one by one', () => {
  const reading = streamReading([
    { object: 'chat.completion.chunk', choices: [{}] },
    { object: 'x', choices: [{}] },
    { choices: [{}] },
  ]);
  expect(examine('chunk.object', reading)).toMatchObject({
    subjects: 3,
    findings: [
      { at: { event: 1, pointer: '/object' } },
      { at: { event: 2, pointer: '/object' }, actual: 'missing' },
    ],
  });
});

test('of the findings of one stream 20 are told, and every subject is counted', () => {
  const reading = streamReading(Array(25).fill({ object: 'x', choices: [{}] }));
  const { subjects, findings } = examine('chunk.object', reading);
  expect([subjects, findings.length]).toEqual([25, 20]);
});

test('what holds no body of its kind has no subject', () => {
  expect(examine('chunk.object', bodyReading({ object: 5, choices: [] }))).toEqual({
    subjects: 0,
    findings: [],
  });
});

test('a stream of sound may have chunks without choices and without a finish reason', () => {
  const asking = (modalities: string[]): Reading => {
    const reading = streamReading([{ id: 'a', object: 'x' }, { choices: [{ delta: {} }] }]);
    const request: JsonObject = { modalities };
    return { ...reading, request };
  };
  for (const id of ['chunk.choices', 'chunk-choice.finish-reason']) {
    expect(examine(id, asking(['audio']))).toEqual({ subjects: 0, findings: [] });
    expect(examine(id, asking(['text'])).findings).toHaveLength(1);
  }
  expect(examine('chunk.object', asking(['audio'])).findings).toHaveLength(2);
});
