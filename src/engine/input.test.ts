import { expect, test } from 'vitest';
import { targetAt } from '../exchange/server.fixture.ts';
import type { OutgoingRequest, Step } from '../vocabulary.ts';
import { probeOf } from './engine.fixture.ts';
import { mostInput } from './input.ts';

const sending = (request: Partial<OutgoingRequest> | string): Step => ({
  expects: { answer: 'completion' },
  request: () =>
    typeof request === 'string'
      ? request
      : { method: 'POST', path: '/chat/completions', ...request },
});
const home = targetAt('http://127.0.0.1/v1');
const cost = (steps: readonly [Step, ...Step[]], target = home) =>
  mostInput([probeOf('p', { steps })], target);
/** The empty object of a target without members of its own. */
const own = 2;

test('no token is shorter than a byte of the body that carries it', () => {
  expect(cost([sending({ text: 'é🌍' })])).toBe(6 + own);
  expect(cost([sending({ json: { a: 'é' } })])).toBe(10 + own);
  expect(cost([sending({})])).toBe(2 + own);
});

test('every request of every probe counts, with the members that the target adds', () => {
  const target = targetAt('http://127.0.0.1/v1', { body: { a: 1 } });
  const probe = probeOf('p', { steps: [sending({ text: 'ab' }), sending({ text: 'c' })] });
  expect(mostInput([probe, probe], target)).toBe(2 * (3 + 2 * 7));
  expect(mostInput([], target)).toBe(0);
});

test('what is built from an earlier answer counts as 2,000', () => {
  expect(cost([sending('there is no call yet')])).toBe(2_000 + own);
});

test('a request is built with the model, no earlier answer and the limit of the target', () => {
  const target = targetAt('http://127.0.0.1/v1', {
    tokenLimit: 'max_completion_tokens',
    reasoningAllowance: 90,
  });
  let limit: unknown;
  const step: Step = {
    expects: { answer: 'completion' },
    request: (run) => {
      limit = run.limit(10);
      return `${run.model} after ${run.earlier.length}`;
    },
  };
  cost([step], target);
  expect(limit).toEqual({ max_completion_tokens: 100 });
});
