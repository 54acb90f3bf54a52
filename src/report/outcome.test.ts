import { expect, test } from 'vitest';
import { sayRest } from '../engine/rest.ts';
import { exitCodeOf, type Weighing, weigh, weightiest } from './outcome.ts';
import { weighed } from './report.fixture.ts';

function run(rows: Weighing['rows'], more: Partial<Weighing> = {}): Weighing {
  return {
    rows,
    planned: rows.length,
    strict: false,
    contradicted: false,
    staleEntries: 0,
    ...more,
  };
}

const pass = weighed('MUST', 'pass');
const fail = weighed('MUST', 'fail');
const untested = weighed('MUST', 'inconclusive', 'not-tested');
const silent = weighed('MUST', 'inconclusive', 'no-subject');
const error = weighed('MUST', 'error');

test('a run whose MUST cases pass conforms', () => {
  expect(weigh(run([pass, silent, weighed('MUST', 'skip', 'declared')]))).toBe('conforms');
});

test('a MUST that fails violates, also beside one that could not be tested', () => {
  expect(weigh(run([pass, untested, fail]))).toBe('violates');
});

test('a MUST that could not be tested leaves the run inconclusive', () => {
  expect(weigh(run([pass, untested]))).toBe('inconclusive');
});

test('a SHOULD counts only in a strict run', () => {
  const rows = [pass, weighed('SHOULD', 'fail')];
  expect(weigh(run(rows))).toBe('conforms');
  expect(weigh(run(rows, { strict: true }))).toBe('violates');
  const open = [pass, weighed('SHOULD', 'inconclusive', 'not-tested')];
  expect(weigh(run(open))).toBe('conforms');
  expect(weigh(run(open, { strict: true }))).toBe('inconclusive');
});

test('an INFO that fails or was not tested changes nothing', () => {
  const rows = [pass, weighed('INFO', 'fail'), weighed('INFO', 'inconclusive', 'not-tested')];
  expect(weigh(run(rows, { strict: true }))).toBe('conforms');
});

test('a fault of our own outweighs a violation', () => {
  expect(weigh(run([fail, error]))).toBe('error');
});

test('a planned case without a row is a fault of our own', () => {
  expect(weigh(run([pass, fail], { planned: 3 }))).toBe('error');
});

test('an expected failure conforms, a surprise pass and a stale entry violate', () => {
  const expected = { ...fail, standing: 'expected-failure' as const };
  const surprise = { ...pass, standing: 'surprise-pass' as const };
  expect(weigh(run([pass, expected]))).toBe('conforms');
  expect(weigh(run([pass, surprise]))).toBe('violates');
  expect(weigh(run([pass], { staleEntries: 1 }))).toBe('violates');
});

test('what rests on an expected failure is expected, and what rests on another is not', () => {
  const expected = { ...fail, case: 'p/a.b', standing: 'expected-failure' as const };
  const resting = { ...untested, case: 'p/c.d', probes: ['p'] };
  const detail = sayRest('a.b', 'the same answer');
  expect(weigh(run([pass, expected, { ...resting, detail }]))).toBe('conforms');
  expect(weigh(run([pass, expected, { ...resting, detail, probes: ['q'] }]))).toBe('inconclusive');
  expect(weigh(run([pass, expected, resting]))).toBe('inconclusive');
  const beside = { ...resting, probes: ['q', 'p'] };
  const other = sayRest('a.b', 'the answer to compare with');
  expect(weigh(run([pass, expected, { ...beside, detail: other }]))).toBe('conforms');
});

test('a claim that a SHOULD contradicts violates as well as one that a MUST does', () => {
  const should = weighed('SHOULD', 'fail');
  expect(weigh(run([pass, should]))).toBe('conforms');
  expect(weigh(run([pass, should], { contradicted: true }))).toBe('violates');
});

test('a run in which nothing passed has shown nothing', () => {
  expect(weigh(run([]))).toBe('inconclusive');
  expect(weigh(run([silent, weighed('MUST', 'skip', 'declared')]))).toBe('inconclusive');
});

test('each outcome has its exit code', () => {
  const codes = (['conforms', 'violates', 'error', 'inconclusive'] as const).map(exitCodeOf);
  expect(codes).toEqual([0, 1, 2, 3]);
});

test('of several codes 2 comes first, then 1, then 3', () => {
  expect(weightiest([])).toBe(0);
  expect(weightiest([0, 3])).toBe(3);
  expect(weightiest([3, 1, 0])).toBe(1);
  expect(weightiest([3, 1, 2])).toBe(2);
});
