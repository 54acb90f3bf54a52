import { expect, test } from 'vitest';
import { checkOf, probeOf, stepOf } from './engine.fixture.ts';
import { planCases } from './plan.ts';

const idsOf = (...args: Parameters<typeof planCases>) => planCases(...args).map(({ id }) => id);

test('a case is a probe and a check that is planned for one of its steps, probe by probe', () => {
  const probes = [probeOf('p', { steps: [stepOf(), stepOf({ answer: 'stream' })] }), probeOf('q')];
  const streams = checkOf('s.x', { plannedFor: ({ expects }) => expects.answer === 'stream' });
  const ofQ = checkOf('q.x', { plannedFor: (_, { id }) => id === 'q' });
  const checks = [checkOf('a.x'), streams, ofQ];
  expect(idsOf(probes, checks)).toEqual(['p/a.x', 'p/s.x', 'q/a.x', 'q/q.x']);
});

test('a case says its probe, its check, its level and on whose answers it is judged', () => {
  expect(planCases([probeOf('p')], [checkOf('a.x', { level: 'SHOULD' })])).toEqual([
    { id: 'p/a.x', probe: 'p', check: 'a.x', level: 'SHOULD', probes: ['p'] },
  ]);
});

const comparing = checkOf('c.x', {
  compares: [
    ['p', 'q'],
    ['p', 'r'],
    ['q', 'r'],
  ],
});

test('a comparison belongs to the first of its pair and is made once, with what is planned', () => {
  const [p, q, r] = [probeOf('p'), probeOf('q'), probeOf('r')];
  const pairs = (...probes: (typeof p)[]) =>
    planCases(probes, [comparing]).map((planned) => planned.probes.join());
  expect(pairs(p, q, r)).toEqual(['p,q', 'q,r']);
  expect(pairs(p, r)).toEqual(['p,r']);
  expect(pairs(p)).toEqual([]);
  expect(pairs(r)).toEqual([]);
});
