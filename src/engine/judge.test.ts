import { expect, test } from 'vitest';
import { targetAt } from '../exchange/server.fixture.ts';
import type { Check, Probe, Reading, SdkReading, Target, Verdict } from '../vocabulary.ts';
import { bodyReading, checkOf, failing, probeOf, readingOf, stepOf } from './engine.fixture.ts';
import { combine, judgeProbe } from './judge.ts';
import { planCases } from './plan.ts';

const pass: Verdict = { verdict: 'pass', facts: ['a'] };
const finding = (actual: string) => ({ at: {}, expected: 'b', actual });
const fail: Verdict = { verdict: 'fail', findings: [finding('c')] };
const error: Verdict = { verdict: 'error', detail: 'oops' };
const notTested: Verdict = { verdict: 'inconclusive', reason: 'not-tested', detail: 'outage' };
const noSubject: Verdict = { verdict: 'inconclusive', reason: 'no-subject', detail: 'empty' };

test('of several verdicts the worst is told: error, fail, not tested, pass, no subject', () => {
  const ranked = [error, fail, notTested, pass, noSubject];
  ranked.forEach((worst, n) => {
    for (const other of ranked.slice(n)) {
      expect(combine([worst, other])).toMatchObject({ verdict: worst.verdict });
      expect(combine([other, worst])).toEqual(combine([worst, other]));
    }
  });
  expect(combine([noSubject, notTested, pass])).toBe(notTested);
  expect(combine([noSubject, noSubject])).toBe(noSubject);
});

test('findings and facts of all join, in order', () => {
  const more: Verdict = { verdict: 'fail', findings: [finding('d'), finding('e')] };
  expect(combine([pass, fail, more])).toEqual({
    verdict: 'fail',
    findings: [finding('c'), finding('d'), finding('e')],
  });
  expect(combine([pass, noSubject, { verdict: 'pass', facts: ['b'] }])).toEqual({
    verdict: 'pass',
    facts: ['a', 'b'],
  });
});

test('nothing judged is no pass', () => {
  expect(combine([])).toMatchObject({ verdict: 'inconclusive', reason: 'no-subject' });
});

// --- one probe ---------------------------------------------------------------------------------

interface Run {
  readonly probe?: Probe;
  readonly others?: readonly Probe[];
  readonly target?: Target;
  readonly readings: Readonly<Record<string, readonly Reading[]>>;
}

const home = targetAt('http://127.0.0.1/v1');

function judge(checks: readonly Check[], run: Run) {
  const { probe = probeOf('p'), others = [], target = home, readings } = run;
  return judgeProbe({
    probe,
    cases: planCases([probe, ...others], checks).filter((planned) => planned.probe === probe.id),
    checks,
    readings: new Map(Object.entries(readings)),
    target,
  });
}

const only = (checks: readonly Check[], run: Run) => judge(checks, run)[0];

/** Fails on the answers of these sources. */
const failsOn = (...sources: readonly string[]): Pick<Check, 'examine'> => ({
  examine: ({ exchange }) => ({
    subjects: 1,
    findings: sources.includes(exchange.source) ? [finding(exchange.source)] : [],
  }),
});
const from = (source: string) => readingOf({ source });

test('a probe that the target declares absent skips every case', () => {
  const probe = probeOf('p', { needs: ['vision'] });
  const target = targetAt('http://127.0.0.1/v1', { capabilities: { vision: 'no' } });
  const judged = judge([checkOf('a.x', failing()), checkOf('b.x')], {
    probe,
    target,
    readings: { p: [readingOf()] },
  });
  expect(judged.map(({ verdict, frequency }) => [verdict, frequency])).toEqual(
    Array(2).fill([
      { verdict: 'skip', reason: 'declared', detail: 'the target does not have: vision' },
      null,
    ]),
  );
});

test('a probe that the endpoint says it does not support skips every case', () => {
  const probe = probeOf('p', { needs: ['vision'], parameters: ['image_url'] });
  const refused = bodyReading({ error: { message: 'no image_url' } }, { status: 400 });
  expect(only([checkOf('a.x')], { probe, readings: { p: [refused] } })?.verdict).toMatchObject({
    verdict: 'skip',
    reason: 'unsupported',
  });
});

test('without an exchange nothing is tested', () => {
  for (const readings of [{}, { p: [] }]) {
    expect(only([checkOf('a.x')], { readings })).toMatchObject({
      verdict: { reason: 'not-tested', detail: 'no exchange was made' },
      frequency: null,
    });
  }
});

test('where the step that a case is planned for was not answered, it is not tested', () => {
  const steps = [stepOf(), stepOf({ answer: 'stream' })] as const;
  const check = checkOf('a.x', { plannedFor: ({ expects }) => expects.answer === 'stream' });
  const judged = only([check], { probe: probeOf('p', { steps }), readings: { p: [from('p.1')] } });
  expect(judged?.verdict).toMatchObject({ detail: 'no exchange was made' });
});

test('a case without a check in the catalogue is a fault of ours', () => {
  const judged = judgeProbe({
    probe: probeOf('p'),
    cases: [{ id: 'p/a.x', probe: 'p', check: 'a.x', level: 'MUST', probes: ['p'] }],
    checks: [],
    readings: new Map([['p', [readingOf()]]]),
    target: home,
  });
  expect(judged).toMatchObject([
    { verdict: { verdict: 'error', detail: 'no such check is in the catalogue' }, frequency: null },
  ]);
});

test('only the answers of the steps for which a check is planned are judged', () => {
  const steps = [stepOf(), stepOf({ answer: 'stream' })] as const;
  const probe = probeOf('p', { steps });
  const check = checkOf('a.x', {
    plannedFor: ({ expects }) => expects.answer === 'stream',
    ...failsOn('p.1'),
  });
  const readings = { p: [from('p.1'), from('p.2')] };
  expect(only([check], { probe, readings })?.verdict.verdict).toBe('pass');
  const second = { ...check, ...failsOn('p.2') };
  expect(only([second], { probe, readings })?.verdict.verdict).toBe('fail');
  expect(
    only([second], { probe, readings: { p: [...readings.p, from('p.1@2'), from('p.2@2')] } })
      ?.frequency,
  ).toMatchObject({ n: 2, failures: 1 });
});

test('once asked there is no frequency, however many steps there are', () => {
  const probe = probeOf('p', { steps: [stepOf(), stepOf()] });
  const judged = only([checkOf('a.x')], { probe, readings: { p: [from('p.1'), from('p.2')] } });
  expect(judged?.frequency).toBeNull();
});

test('repeats are counted where they pass or fail, with the interval of the rate', () => {
  const empty = checkOf('a.x', {
    examine: ({ exchange }) => ({
      subjects: exchange.source === 'p' ? 0 : 1,
      findings: exchange.source === 'p@2' ? [finding('c')] : [],
    }),
  });
  const readings = { p: ['p', 'p@2', 'p@3'].map(from) };
  const { frequency } = only([empty], { readings }) ?? {};
  expect(frequency).toMatchObject({ n: 2, failures: 1 });
  expect(frequency?.interval[0]).toBeCloseTo(0.0945, 3);
  expect(frequency?.interval[1]).toBeCloseTo(0.9055, 3);
});

test('repeats of which none could be told have no frequency', () => {
  const empty = checkOf('a.x', { examine: () => ({ subjects: 0, findings: [] }) });
  expect(only([empty], { readings: { p: ['p', 'p@2'].map(from) } })?.frequency).toBeNull();
});

// --- comparisons -------------------------------------------------------------------------------

/** Tells with which answer each answer was compared. */
const comparing = checkOf('c.x', {
  compares: [['p', 'q']],
  plannedFor: () => false,
  examine: (one, other) => ({
    subjects: 1,
    findings: [],
    facts: [`${one.exchange.source} with ${other?.exchange.source}`],
  }),
});

function compared(own: readonly string[], other: readonly string[], steps: Probe['steps']) {
  const judged = only([comparing], {
    probe: probeOf('p', { steps }),
    others: [probeOf('q')],
    readings: { p: own.map(from), q: other.map(from) },
  });
  const { verdict } = judged ?? {};
  return verdict?.verdict === 'pass' ? verdict.facts : verdict;
}

test('answers are compared with the first answer of the other probe in the same round', () => {
  const one = [stepOf()] as const;
  expect(compared(['p'], ['q'], one)).toEqual(['p with q']);
  expect(compared(['p', 'p@2'], ['q', 'q@2'], one)).toEqual(['p with q', 'p@2 with q@2']);
  expect(compared(['p', 'p@2'], ['q.1', 'q.2', 'q.1@2', 'q.2@2'], one)).toEqual([
    'p with q.1',
    'p@2 with q.1@2',
  ]);
  expect(compared(['p.1', 'p.2', 'p.1@2', 'p.2@2'], ['q', 'q@2'], [stepOf(), stepOf()])).toEqual([
    'p.1 with q',
    'p.2 with q',
    'p.1@2 with q@2',
    'p.2@2 with q@2',
  ]);
});

test('a probe that was sent again is compared with the first round of one that was not', () => {
  expect(compared(['p', 'p@2'], ['q.1', 'q.2'], [stepOf()])).toEqual([
    'p with q.1',
    'p@2 with q.1',
  ]);
});

test('where the other probe has no answer, nothing was compared', () => {
  expect(compared(['p'], [], [stepOf()])).toMatchObject({ reason: 'not-tested' });
  const judged = only([comparing], {
    others: [probeOf('q')],
    readings: { p: [from('p')] },
  });
  expect(judged?.verdict).toMatchObject({ detail: 'the answer to compare with is missing' });
});

test('where only a part of the first probe was answered, it is compared all the same', () => {
  expect(compared(['p.1'], ['q'], [stepOf(), stepOf()])).toEqual(['p.1 with q']);
});

// --- the second reader -------------------------------------------------------------------------

const sdk = (message: string | null): SdkReading => ({
  error: message === null ? null : { name: 'SyntaxError', message },
  role: null,
  texts: [],
  calls: [],
  usage: null,
  chunks: 0,
});

const actuals = (checks: readonly Check[], message: string | null) =>
  judge(checks, { readings: { p: [readingOf({}, { sdk: sdk(message) })] } }).map(({ verdict }) =>
    verdict.verdict === 'fail' ? verdict.findings.map(({ actual }) => actual) : verdict.verdict,
  );

test('the words of the SDK join the first MUST that the bytes broke, in its first finding', () => {
  const two = checkOf('b.x', {
    examine: () => ({ subjects: 1, findings: [finding('c'), finding('d')] }),
  });
  const checks = [checkOf('a.x'), two, checkOf('d.x', failing('e'))];
  expect(actuals(checks, 'Unexpected token')).toEqual([
    'pass',
    ['c; the openai SDK says: Unexpected token', 'd'],
    ['e'],
  ]);
  expect(actuals(checks, null)).toEqual(['pass', ['c', 'd'], ['e']]);
});

test('the words of the SDK explain no SHOULD, and no row of the SDK itself', () => {
  const checks = [
    checkOf('a.x', { level: 'SHOULD', ...failing('c') }),
    checkOf('sdk.x', failing('d')),
  ];
  expect(actuals(checks, 'Unexpected token')).toEqual([['c'], ['d']]);
});

test('where nothing failed, the words of the SDK change no row', () => {
  expect(actuals([checkOf('a.x'), checkOf('b.x')], 'Unexpected token')).toEqual(['pass', 'pass']);
});

test('the words of any of the answers are told', () => {
  const readings = [readingOf({}, { sdk: sdk(null) }), readingOf({}, { sdk: sdk('late') })];
  const judged = only([checkOf('a.x', failing('c'))], { readings: { p: readings } });
  expect(judged?.verdict).toMatchObject({
    findings: [{ actual: 'c; the openai SDK says: late' }, { actual: 'c' }],
  });
});

test('a round fails once, however many of its steps do', () => {
  const probe = probeOf('p', { steps: [stepOf(), stepOf()] });
  const readings = { p: ['p.1', 'p.2', 'p.1@2', 'p.2@2'].map(from) };
  const { frequency } = only([checkOf('a.x', failsOn('p.1'))], { probe, readings }) ?? {};
  expect(frequency).toMatchObject({ n: 2, failures: 1 });
});

test('however often a case is judged, at most 20 findings of it are told', () => {
  const readings = { p: Array.from({ length: 30 }, (_, at) => from(`p@${at + 1}`)) };
  const judged = only([checkOf('a.x', failing())], { readings });
  expect(judged?.verdict.verdict === 'fail' ? judged.verdict.findings.length : 0).toBe(20);
  expect(judged?.frequency).toMatchObject({ n: 30, failures: 30 });
});
