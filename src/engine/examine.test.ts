import { expect, test } from 'vitest';
import type { Check, ContextNeed, Exchange, Reading, Verdict } from '../vocabulary.ts';
import { bodyReading, checkOf, failing, readingOf, streamReading } from './engine.fixture.ts';
import { examiner, restsOn } from './examine.ts';
import { outageOf } from './outage.ts';

/** The verdict in short: `pass`, `no-subject: why`, `error: why`. */
function say(verdict: Verdict): string {
  if (verdict.verdict === 'inconclusive') return `${verdict.reason}: ${verdict.detail}`;
  return 'detail' in verdict ? `${verdict.verdict}: ${verdict.detail}` : verdict.verdict;
}

function judge(check: Check, reading: Reading = readingOf(), beside: readonly Check[] = []) {
  return say(examiner(reading, [check, ...beside]).verdict(check));
}

const empty = { examine: () => ({ subjects: 0, findings: [] }) };

test.each(['MUST', 'SHOULD', 'INFO'] as const)(
  'a %s passes, fails or finds no subject',
  (level) => {
    expect(judge(checkOf('a.x', { level }))).toBe('pass');
    expect(judge(checkOf('a.x', { level, ...failing() }))).toBe('fail');
    expect(judge(checkOf('a.x', { level, ...empty }))).toBe(
      'no-subject: the answer holds nothing that it speaks of',
    );
  },
);

test('a finding without a subject is a failure all the same', () => {
  const found = { at: {}, expected: 'b', actual: 'c' };
  expect(judge(checkOf('a.x', { examine: () => ({ subjects: 0, findings: [found] }) }))).toBe(
    'fail',
  );
});

test('a pass carries the facts that were told', () => {
  const { verdict } = examiner(readingOf(), []);
  const telling = checkOf('a.x', {
    examine: () => ({ subjects: 1, findings: [], facts: ['5 ms'] }),
  });
  expect(verdict(telling)).toEqual({ verdict: 'pass', facts: ['5 ms'] });
  expect(verdict(checkOf('a.y'))).toEqual({ verdict: 'pass', facts: [] });
});

test('a check that throws is an error of ours, with its words', () => {
  const throwing = (thrown: unknown) =>
    checkOf('a.x', {
      examine: () => {
        throw thrown;
      },
    });
  expect(judge(throwing(new TypeError('oops')))).toBe('error: the check itself failed: oops');
  expect(judge(throwing('just text'))).toBe('error: the check itself failed: just text');
});

test('every finding names its exchange and keeps its place', () => {
  const at = { event: 2, offset: 7, pointer: '/a' };
  const two = checkOf('a.x', {
    examine: () => ({
      subjects: 1,
      findings: [1, 2].map((n) => ({ at, expected: 'b', actual: `${n}` })),
    }),
  });
  expect(examiner(readingOf(), []).verdict(two)).toEqual({
    verdict: 'fail',
    findings: [
      { at, expected: 'b', actual: '1', exchange: 'stream-plain' },
      { at, expected: 'b', actual: '2', exchange: 'stream-plain' },
    ],
  });
});

test('where a recorder decoded the body, no byte offset is told', () => {
  const check = checkOf('a.x', failing('c', { event: 2, offset: 7 }));
  expect(examiner(readingOf({ fidelity: 'text' }), []).verdict(check)).toMatchObject({
    findings: [{ at: { event: 2 } }],
  });
  const { verdict } = examiner(readingOf({ fidelity: 'text' }), []);
  expect(JSON.stringify(verdict(check))).not.toContain('offset');
  const nowhere = examiner(readingOf(), []).verdict(checkOf('a.y', failing('c')));
  expect(nowhere).toMatchObject({ findings: [{ at: {} }] });
  expect(JSON.stringify(nowhere)).not.toContain('offset');
});

// --- what cannot be judged ---------------------------------------------------------------------

const dead: Partial<Exchange> = {
  status: null,
  headers: null,
  body: new Uint8Array(),
  ending: null,
  failure: { kind: 'connect', message: 'nothing listens there' },
};
const lost: Partial<Exchange> = {
  ending: 'error',
  failure: { kind: 'reset', message: 'the server hung up' },
};

test('what was not possible to ask has no subject', () => {
  const failure = { kind: 'not-possible', message: 'the model called no tool' } as const;
  expect(judge(checkOf('a.x'), readingOf({ ...dead, failure }))).toBe(
    'no-subject: the model called no tool',
  );
});

test('an outage leaves nothing tested, except how the transport went', () => {
  expect(judge(checkOf('a.x'), readingOf(dead))).toBe('not-tested: nothing listens there');
  expect(judge(checkOf('a.x'), readingOf(lost))).toBe(
    'not-tested: the body broke off: the server hung up',
  );
  expect(judge(checkOf('a.x'), readingOf({ ...lost, failure: null }))).toBe(
    'not-tested: the body broke off: the connection was lost',
  );
  expect(judge(checkOf('transport.body-complete', failing()), readingOf(lost))).toBe('fail');
  expect(judge(checkOf('transported.x', failing()), readingOf(lost))).toMatch(/^not-tested/);
});

test('a check of the transport tells the outage, not what the outage left out', () => {
  const ending = checkOf('transport.body-complete', { context: ['ending'] });
  expect(judge(ending, readingOf(dead))).toBe('not-tested: nothing listens there');
});

test.each([
  [401, /key was refused/],
  [402, /no credit/],
  [403, /key may not/],
  [408, /gave up waiting/],
  [429, /quota or rate limit/],
  [500, /server failed/],
  [502, /gateway failed/],
  [503, /not available/],
  [504, /gateway gave up/],
  [529, /overloaded/],
])('status %i for a valid request is an outage', (status, words) => {
  const outage = (answer: 'completion' | 'error') =>
    outageOf(bodyReading({}, { status }, { expects: { answer } }));
  expect(outage('completion')).toMatch(new RegExp(`^status ${status}: .*${words.source}`));
  expect(outage('error')).toBeNull();
  expect(outageOf(bodyReading({}, { status }))).toBeNull();
});

test.each([200, 400, 404, 422, 501, null])('status %j is no outage', (status) => {
  expect(outageOf(bodyReading({}, { status }, { expects: { answer: 'completion' } }))).toBeNull();
});

test('an answer that failed after its head, or without a failure, is judged', () => {
  const { failure } = lost;
  expect(outageOf(readingOf({ ending: 'capped', failure: failure ?? null }))).toBeNull();
  expect(outageOf(readingOf({ status: null }))).toBeNull();
});

test.each<[need: ContextNeed, changes: Partial<Exchange>]>([
  ['request', { request: null }],
  ['status', { status: null }],
  ['headers', { headers: null }],
  ['times', { frames: null }],
  ['times', { endMs: null }],
  ['ending', { ending: null }],
  ['bytes', { fidelity: 'text' }],
  ['date', { date: null }],
])('without %s, what needs it is not tested', (need, changes) => {
  const check = checkOf('a.x', { context: [need], on: ['stream'] });
  const facts = { expects: { answer: 'stream' } } as const;
  expect(judge(check, readingOf(changes, facts))).toBe(`not-tested: the exchange has no ${need}`);
  expect(judge(check, readingOf({}, facts))).toBe('pass');
});

test('without an expectation or a second reading, what needs them is not tested', () => {
  const check = checkOf('a.x', { context: ['expectation', 'sdk'] });
  expect(judge(check)).toBe('not-tested: the exchange has no expectation, no sdk');
});

test('a missing context comes before what the answer is', () => {
  const check = checkOf('a.x', { context: ['date'], on: ['completion'] });
  expect(judge(check, readingOf({ date: null }))).toMatch(/no date/);
});

test('an answer of another kind has no subject', () => {
  const on = (kind: Check['on'][number]) => checkOf('a.x', { on: [kind] });
  expect(judge(on('completion'))).toBe('no-subject: the answer is a stream');
  expect(judge(on('stream'), bodyReading({ choices: [] }))).toBe(
    'no-subject: the answer is a completion',
  );
  expect(judge(on('stream'), bodyReading({ error: {} }))).toBe(
    'no-subject: the answer is an error answer',
  );
  expect(judge(on('stream'), bodyReading('<html>'))).toBe(
    'no-subject: the answer is neither a completion nor a stream nor an error',
  );
});

test('after an error frame only what survives it is judged', () => {
  const reading = streamReading([{ choices: [] }, { error: { message: 'm' } }]);
  expect(judge(checkOf('a.x'), reading)).toBe('not-tested: the stream ended in an error frame');
  expect(judge(checkOf('a.x', { survivesErrorFrame: true }), reading)).toBe('pass');
  expect(judge(checkOf('a.x'), streamReading([{ choices: [] }]))).toBe('pass');
});

test('where the body was cut at a limit, what needs its end and has no subject is not tested', () => {
  const capped = readingOf({
    ending: 'capped',
    failure: { kind: 'too-large', message: 'more than 5 MB' },
  });
  const ending = { context: ['ending'] } as const;
  expect(judge(checkOf('a.x', { ...ending, ...empty }), capped)).toBe(
    'not-tested: the body was cut: more than 5 MB',
  );
  expect(judge(checkOf('a.x', { ...ending, ...empty }), readingOf({ ending: 'capped' }))).toBe(
    'not-tested: the body was cut: a limit was hit',
  );
  expect(judge(checkOf('a.x', { ...ending, ...failing() }), capped)).toBe('fail');
  expect(judge(checkOf('a.x', ending), capped)).toBe('pass');
  expect(judge(checkOf('a.x', empty), capped)).toMatch(/^no-subject/);
  expect(judge(checkOf('a.x', { ...ending, ...empty }), readingOf())).toMatch(/^no-subject/);
});

// --- what rests on what ------------------------------------------------------------------------

test('what rests on a MUST that failed is not tested, and on a SHOULD has no subject', () => {
  const check = checkOf('a.x', { restsOn: ['json.body'], ...failing() });
  const base = (level: 'MUST' | 'SHOULD') => checkOf('json.body', { level, ...failing() });
  expect(judge(check, readingOf(), [base('MUST')])).toBe(
    'not-tested: it rests on json.body, which failed on the same answer',
  );
  expect(judge(check, readingOf(), [base('SHOULD')])).toBe(
    'no-subject: it rests on json.body, which failed on the same answer',
  );
});

test('what rests on a check that passed, or could not be told, is judged', () => {
  const check = checkOf('a.x', { restsOn: ['json.body'] });
  expect(judge(check, readingOf(), [checkOf('json.body')])).toBe('pass');
  expect(judge(check, readingOf(), [checkOf('json.body', empty)])).toBe('pass');
  expect(judge(check, readingOf(), [checkOf('other.x', failing())])).toBe('pass');
});

test('a check rests on ids and on whole families, never on itself, on facts or on comparisons', () => {
  const on = (...names: string[]) => checkOf('a.x', { restsOn: names });
  expect(restsOn(on('json.body'), checkOf('json.body'))).toBe(true);
  expect(restsOn(on('other', 'json'), checkOf('json.body'))).toBe(true);
  expect(restsOn(on('json'), checkOf('jsonp.body'))).toBe(false);
  expect(restsOn(on('json.b'), checkOf('json.body'))).toBe(false);
  expect(restsOn(on(), checkOf('json.body'))).toBe(false);
  const self = on('a');
  expect(restsOn(self, self)).toBe(false);
  expect(restsOn(on('json'), checkOf('json.body', { level: 'INFO' }))).toBe(false);
  expect(restsOn(on('json'), checkOf('json.body', { compares: [] }))).toBe(false);
});

test('what an inconclusive check rests on does not spread: only a failure does', () => {
  const bottom = checkOf('c.x', failing());
  const middle = checkOf('b.x', { restsOn: ['c'], ...failing() });
  const top = checkOf('a.x', { restsOn: ['b'] });
  expect(judge(top, readingOf(), [middle, bottom])).toBe('pass');
});

test('each check of one answer is examined once, however many rest on it', () => {
  let times = 0;
  const base = checkOf('json.body', {
    examine: () => {
      times += 1;
      return { subjects: 1, findings: [] };
    },
  });
  const above = ['a.x', 'b.x'].map((id) => checkOf(id, { restsOn: ['json'] }));
  const checks = [base, ...above];
  const { verdict } = examiner(readingOf(), checks);
  expect(checks.map((check) => verdict(check).verdict)).toEqual(['pass', 'pass', 'pass']);
  expect(times).toBe(1);
});

// --- comparisons -------------------------------------------------------------------------------

const comparing = checkOf('parity.x', {
  compares: [['p', 'q']],
  restsOn: ['json.body'],
  examine: (reading, other) => ({
    subjects: 1,
    findings:
      other?.exchange.source === reading.exchange.source
        ? []
        : [{ at: {}, expected: 'the same', actual: String(other?.exchange.source) }],
  }),
});

const compare = (other: Reading | null | undefined, ...checks: Check[]) =>
  examiner(readingOf(), [comparing, ...checks]).verdict(comparing, other);

test('a comparison is made with the other answer, anew for each', () => {
  const { verdict } = examiner(readingOf(), [comparing]);
  expect(verdict(comparing, readingOf()).verdict).toBe('pass');
  expect(verdict(comparing, readingOf({ source: 'q' }))).toMatchObject({
    findings: [{ actual: 'q', exchange: 'stream-plain' }],
  });
});

test('without the other answer a comparison is not tested', () => {
  for (const other of [null, undefined]) {
    expect(say(compare(other))).toBe('not-tested: the answer to compare with is missing');
  }
});

test('a comparison needs both answers sound, and says which one is not', () => {
  const onlyOf = (source: string) =>
    checkOf('json.body', {
      examine: ({ exchange }) => ({
        subjects: 1,
        findings: exchange.source === source ? [{ at: {}, expected: 'b', actual: 'c' }] : [],
      }),
    });
  const other = readingOf({ source: 'q' });
  expect(say(compare(other, onlyOf('q')))).toBe(
    'not-tested: it rests on json.body, which failed on the answer to compare with',
  );
  expect(say(compare(other, onlyOf('stream-plain')))).toBe(
    'not-tested: it rests on json.body, which failed on the same answer',
  );
  expect(compare(other, onlyOf('nobody')).verdict).toBe('fail');
});

test('a body of more values than are read is not tested, and never called wrong', () => {
  const body = `{"choices":[${'0,'.repeat(1_000_001)}0]}`;
  const verdict = examiner(bodyReading(body), [checkOf('a.x', failing())]).verdict;
  expect(verdict(checkOf('a.x', failing()))).toMatchObject({
    verdict: 'inconclusive',
    reason: 'not-tested',
    detail: expect.stringContaining('at most 1000000 values'),
  });
  expect(verdict(checkOf('transport.x')).verdict).toBe('pass');
});
