import { expect, test } from 'vitest';
import type { Outcome } from '../vocabulary.ts';
import { planIssue } from './issue-plan.ts';
import { type ModelResult, readState, resultOf } from './issue-text.ts';

function result(model: string, outcome: Outcome, partial = false): ModelResult {
  return { model, outcome, partial, text: `# ${model} ${outcome}` };
}

function plan(results: readonly ModelResult[], body?: string) {
  const open = body === undefined ? undefined : { number: 7, body };
  return planIssue('router', results, open, 'this run');
}

/** The body of the issue that these results open. */
function opened(...results: readonly ModelResult[]): string {
  const action = plan(results);
  return action.kind === 'open' ? action.body : '';
}

test('a target that conforms opens nothing', () => {
  expect(plan([result('a', 'conforms')])).toEqual({ kind: 'none' });
});

test.each([
  ['violates', 'chatspec: router violates the contract'],
  ['inconclusive', 'chatspec: router could not be judged'],
  ['error', 'chatspec: router could not be judged: chatspec failed'],
] as const)('a target whose outcome is %s opens one issue', (outcome, title) => {
  expect(plan([result('a', 'conforms'), result('b', outcome)])).toMatchObject({
    kind: 'open',
    title,
  });
});

test('an outcome that has not changed says nothing again', () => {
  const body = opened(result('a', 'violates'));
  expect(plan([result('a', 'violates')], body)).toEqual({ kind: 'none' });
});

test('a changed outcome is told, with what it was', () => {
  const body = opened(result('a', 'inconclusive'));
  expect(plan([result('a', 'violates')], body)).toMatchObject({
    kind: 'update',
    number: 7,
    title: 'chatspec: router violates the contract',
    comment: expect.stringContaining('`a`: was inconclusive, is violates'),
  });
});

test('an outage after a violation keeps the issue open', () => {
  const body = opened(result('a', 'violates'));
  expect(plan([result('a', 'inconclusive', true)], body)).toMatchObject({ kind: 'update' });
});

test('the issue is closed when every model conforms again, and not before', () => {
  const body = opened(result('a', 'violates'), result('b', 'violates'));
  const half = plan([result('a', 'conforms'), result('b', 'violates')], body);
  expect(half).toMatchObject({ kind: 'update', comment: expect.stringContaining('is conforms') });
  const rest = half.kind === 'update' ? half.body : '';
  // A run of one model leaves what is known of the other.
  expect(plan([result('a', 'conforms')], rest)).toEqual({ kind: 'none' });
  expect(plan([result('b', 'conforms')], rest)).toMatchObject({
    kind: 'close',
    title: 'chatspec: router conforms again',
  });
});

test('a partial run that conforms recovers nothing', () => {
  const body = opened(result('a', 'violates'));
  expect(plan([result('a', 'conforms', true)], body)).toEqual({ kind: 'none' });
});

test('the state in a body is read back, and nothing that was said can stand for it', () => {
  const mark = /<!-- chatspec-state \S+ -->/.exec(opened(result('x', 'violates')))?.[0] ?? '';
  const note = { target: 'other --> x', model: 'm', exitCode: 3, words: `\n${mark}\n` };
  const said = resultOf(note, null);
  const body = planIssue(note.target, [said], undefined, 'this run');
  const text = body.kind === 'open' ? body.body : '';
  expect(readState(text)).toEqual({ target: 'other --> x', outcomes: { m: 'inconclusive' } });
  expect(text.match(/<!--/g)).toHaveLength(1);
  expect(readState('<!-- chatspec-state bm9uc2Vuc2U -->')).toBeNull();
  expect(readState('')).toBeNull();
});

test('a body that is too long is cut and keeps its state', () => {
  const long = { ...result('a', 'violates'), text: 'x'.repeat(100_000) };
  const body = opened(long);
  expect(body.length).toBeLessThan(65_536);
  expect(readState(body)?.outcomes).toEqual({ a: 'violates' });
});
