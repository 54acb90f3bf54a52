import { describe, expect, it } from 'vitest';
import type { Row } from '../vocabulary.ts';
import { type ClaimEvidence, judgeClaim, rowsOf } from './claims.ts';
import type { Claim } from './page.ts';
import { row } from './rows.fixture.ts';

const claim: Claim = {
  id: 'text-chat',
  sentence: '`{model}` chats',
  statements: [],
  cases: ['text-plain/*'],
};

const run = (rows: readonly Row[]): ClaimEvidence => ({
  rows,
  model: 'some-model',
  evidence: 'synthetic',
  date: '2026-01-02T03:04:05Z',
});

describe('judging a claim', () => {
  it('verifies a claim whose cases pass, and says the model', () => {
    const verdict = judgeClaim(claim, run([row('text-plain/completion.id', 'pass')]));
    expect(verdict).toMatchObject({
      verdict: 'verified',
      sentence: '`some-model` chats',
      passed: 1,
    });
  });

  it('contradicts it with the case and the finding once one MUST case fails', () => {
    const failing = row('text-plain/completion.model', 'fail', {
      findings: [{ at: { pointer: '/model' }, expected: 'a string', actual: 'null' }],
      standing: 'expected-failure',
    });
    const verdict = judgeClaim(claim, run([row('text-plain/completion.id', 'pass'), failing]));
    expect(verdict.verdict).toBe('contradicted');
    expect(verdict.why).toContain('text-plain/completion.model');
    expect(verdict.why).toContain('expected a string, got null');
  });

  it('leaves it unverified while one MUST case is untested', () => {
    const untested = row('text-plain/http.status', 'inconclusive', {
      reason: 'not-tested',
      detail: 'the connection was refused',
    });
    const verdict = judgeClaim(claim, run([row('text-plain/completion.id', 'pass'), untested]));
    expect(verdict.verdict).toBe('unverified');
    expect(verdict.why).toContain('the connection was refused');
  });

  it('does not mind a case without a subject, and is not verified by one', () => {
    const empty = row('text-plain/usage.total', 'inconclusive', { reason: 'no-subject' });
    expect(judgeClaim(claim, run([empty, row('text-plain/a.b', 'pass')])).verdict).toBe('verified');
    expect(judgeClaim(claim, run([empty])).verdict).toBe('unverified');
  });

  it('is not verified where a pattern matches no case of the run', () => {
    const both = { ...claim, cases: ['text-plain/*', 'sdk-plain/*'] };
    const verdict = judgeClaim(both, run([row('text-plain/a.b', 'pass')]));
    expect(verdict).toMatchObject({
      verdict: 'unverified',
      why: expect.stringContaining('sdk-plain/*'),
    });
  });

  it('lets SHOULD count only where the claim says so', () => {
    const rows = [
      row('text-plain/a.b', 'pass'),
      row('text-plain/c.d', 'fail', { level: 'SHOULD' }),
      row('text-plain/e.f', 'fail', { level: 'INFO' }),
    ];
    expect(judgeClaim(claim, run(rows)).verdict).toBe('verified');
    expect(judgeClaim({ ...claim, level: 'SHOULD' }, run(rows)).verdict).toBe('contradicted');
  });

  it('is never reddened by an informative probe', () => {
    const rows = [row('text-plain/a.b', 'pass'), row('text-json/c.d', 'fail')];
    const wide = { ...claim, cases: ['text-*/*'] };
    const informative = new Set(['text-json']);
    expect(judgeClaim(wide, { ...run(rows), informative }).verdict).toBe('verified');
  });

  it('takes the weakest evidence among its own rows', () => {
    const rows = [
      row('text-plain/a.b', 'pass', { evidence: 'live' }),
      row('text-plain/c.d', 'pass', { evidence: 'recorded' }),
      row('stream-plain/c.d', 'pass', { evidence: 'synthetic' }),
    ];
    expect(judgeClaim(claim, run(rows)).evidence).toBe('recorded');
  });
});

describe('naming cases', () => {
  it('takes a star for any run of characters and everything else for itself', () => {
    const rows = [row('text-plain/a.b', 'pass'), row('text-plain/aXb', 'pass')];
    expect(rowsOf('text-plain/*', rows)).toHaveLength(2);
    expect(rowsOf('text-plain/a.b', rows)).toHaveLength(1);
    expect(rowsOf('plain/*', rows)).toHaveLength(0);
  });
});
