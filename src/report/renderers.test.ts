import { expect, test } from 'vitest';
import { renderBadge } from './badge.ts';
import { renderAnnotations, renderStepSummary } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { failing, repeated } from './renderers.fixture.ts';
import { sampleExchange, sampleReport, sampleRow } from './report.fixture.ts';
import { renderTerminal } from './terminal.ts';

test('a report begins with its verdict, its evidence and its conclusion', () => {
  const lines = renderMarkdown(failing)
    .split('\n')
    .filter((line) => line !== '');
  expect(lines[0]).toBe('# sample, sample-1: violates the contract, 2026-03-22');
  expect(lines[1]).toContain('live');
  expect(lines.join('\n')).toMatch(
    /## Conclusion[\s\S]*\*\*Contradicted\*\* \(live evidence of 2026-03-22\): streams end with/,
  );
});

test('a failure tells place, expectation, what came, what breaks, the request and the bytes', () => {
  const markdown = renderMarkdown(failing);
  const failures = markdown.slice(markdown.indexOf('## Failures'), markdown.indexOf('## Totals'));
  expect(failures).toContain('### MUST: `stream-plain/sse.done`');
  expect(failures).toContain('event 3, byte 120, /choices/0');
  expect(failures).toContain('Expected: data');
  expect(failures).toContain('Actual: the body ends');
  expect(failures).toContain('Breaks: the tested client');
  expect(failures).toContain('curl THIS');
  expect(failures).toContain('data: {"a":1}');
  expect(failures.indexOf('MUST:')).toBeLessThan(failures.indexOf('SHOULD:'));
});

test('what was not tested is named with counts and reasons, and rows without a subject folded', () => {
  const markdown = renderMarkdown(failing);
  expect(markdown).toMatch(/1 case skipped, declared, the target does not have: n: `text-n`/);
  expect(markdown).toMatch(/1 case not tested, no answer came: `text-plain`/);
  expect(markdown).toContain('1 case: no subject, nothing there to judge');
  expect(markdown).not.toContain('usage.sum');
});

test('synthetic evidence and a partial run are said in the first lines', () => {
  const report = sampleReport({
    header: {
      evidence: { kind: 'synthetic', date: null },
      mode: 'replay',
      partial: true,
      partialReasons: ['Only some probes were chosen.'],
    },
    exchanges: [sampleExchange('a', { evidence: 'synthetic' }), sampleExchange('b')],
  });
  const head = renderMarkdown(report).split('\n').slice(0, 8).join('\n');
  expect(head).toContain('PARTIAL');
  expect(head).toContain('SYNTHETIC EVIDENCE: 1 of 2');
  expect(renderHtml(report)).toContain('SYNTHETIC EVIDENCE');
  expect(JSON.parse(renderBadge(report))).toMatchObject({
    color: 'yellow',
    message: expect.stringContaining('partial'),
  });
});

test('a strict report counts SHOULD among the failures', () => {
  const strict = { ...failing, header: { ...failing.header, strict: true } };
  expect(renderJunit(strict)).toContain('failures="2"');
  expect(renderAnnotations(strict).match(/^::error/gm)).toHaveLength(2);
  expect(renderAnnotations(failing).match(/^::warning/gm)).toHaveLength(1);
});

test('the step summary names what failed', () => {
  expect(renderStepSummary(failing)).toContain('| MUST | stream-plain/sse.done | 1 |  |');
  expect(renderStepSummary(sampleReport())).not.toContain('| failed |');
  expect(renderStepSummary(failing)).toContain('| failed |');
});

test('the badge is green only for a whole live run that conforms', () => {
  expect(JSON.parse(renderBadge(sampleReport()))).toEqual({
    schemaVersion: 1,
    label: 'sample sample-1',
    message: 'conforms · 2026-03-22',
    color: 'brightgreen',
  });
  expect(JSON.parse(renderBadge(failing))).toMatchObject({ color: 'red' });
});

test('a requirement that several probes break is told once, and every place and request named', () => {
  const markdown = renderMarkdown(repeated);
  expect(markdown.match(/The answer has what it must have/g)).toHaveLength(2);
  expect(markdown).toMatch(/### MUST: `x\.y`, in 2 probes\n/);
  expect(markdown).toContain('- `b.2`: event 2: expected this, got nothing');
  expect(markdown).toMatch(/## Other requests that failed\n\n`b\.2`:\n\n```sh\ncurl b\.2/);
  const html = renderHtml(repeated);
  expect(html.match(/The answer has what it must have/g)).toHaveLength(2);
  expect(html).toContain('<li>b.2: event 2: expected this, got nothing</li>');
  expect(renderAnnotations(repeated)).toMatch(/^::error title=MUST x\.y::.*in 1 more probe/m);
});

test('an expected failure says why, who looks after it and until when, after the violations', () => {
  const markdown = renderMarkdown(repeated);
  expect(markdown).toMatch(/### Expected, MUST: `c\/x\.y`\n/);
  expect(markdown).toMatch(/Expected until 2026-12-31: the vendor mends it \(router team, /);
  expect(markdown.indexOf('### MUST')).toBeLessThan(markdown.indexOf('### Expected'));
  expect(markdown).toContain('The baseline expects 1 of the failures.');
  expect(renderTerminal(repeated)).toMatch(/^MUST failed \(expected\) {2}c\/x\.y: /m);
});

test('a baseline entry to change is told with its line wherever failures are', () => {
  expect(renderMarkdown(repeated)).toContain(
    '- `specs/baselines/sample.json:9`: no case is called',
  );
  expect(renderHtml(repeated)).toContain('Baseline, specs/baselines/sample.json:9: no case');
  expect(renderAnnotations(repeated)).toContain(
    '::error file=specs/baselines/sample.json,line=9,title=Baseline::no case is called d/x.y',
  );
  const xml = renderJunit(repeated);
  expect(xml).toContain('tests="4" failures="3" errors="0" skipped="1"');
  expect(xml).toContain('<failure type="baseline" message="no case is called d/x.y"/>');
});

test('the terminal names a requirement once, with its first case', () => {
  const lines = renderTerminal(repeated).split('\n');
  expect(lines).toContain(
    'MUST failed  a/x.y (and in 1 more probe): byte 3: expected this, got that',
  );
});

test('repeats and probes that show the same are one line, with how often', () => {
  const frequency = { n: 3, failures: 3, interval: [0.44, 1] } as const;
  const failed = (id: string) => {
    const [probe = ''] = id.split('/');
    const finding = { at: { offset: 3 }, expected: 'this', actual: 'that' };
    const findings = [probe, `${probe}@2`].map((exchange) => ({ ...finding, exchange }));
    return sampleRow(id, { verdict: 'fail', findings, frequency });
  };
  const markdown = renderMarkdown(
    sampleReport({ rows: [failed('a/x.y'), failed('b/x.y'), failed('c/x.y')] }),
  );
  expect(markdown).toContain(
    'Also in:\n\n- `b`, `c`: byte 3; failed 3 of 3, between 44 % and 100 %\n',
  );
  expect(markdown).not.toContain('a@2');
});

test('code and addresses in our own sentences are alive, and nothing else', () => {
  const reference = 'the document <https://example.com/a#b>, `usage` of <b> <javascript:x>';
  const report = sampleReport({ rows: [sampleRow('a/x.y', { verdict: 'fail', reference })] });
  expect(renderMarkdown(report)).toContain(
    '(the document <https://example.com/a#b>, `usage` of \\<b\\> \\<javascript:x\\>).',
  );
  expect(renderHtml(report)).toContain(
    '<a href="https://example.com/a#b">https://example.com/a#b</a>, <code>usage</code> of &lt;b&gt; ',
  );
});

test('what was answered after a failed try, or failed on some repeats only, is shown as unstable', () => {
  const tried = { started: '2026-03-22T10:15:00.000Z', status: 502, failure: null, waited: 500 };
  const answered = { ...tried, status: 200, waited: null };
  const report = sampleReport({
    rows: [
      sampleRow('a/x.y', {
        verdict: 'fail',
        unstable: true,
        frequency: { n: 20, failures: 2, interval: [0.03, 0.3] },
      }),
    ],
    exchanges: [
      sampleExchange('a', { attempts: [tried, answered] }),
      sampleExchange('b', { attempts: [tried, answered] }),
      sampleExchange('c', { attempts: [tried, tried], status: null }),
    ],
  });
  const markdown = renderMarkdown(report);
  expect(markdown).toContain('- `a/x.y`: failed 2 of 20, between 3 % and 30 %\n');
  expect(markdown).toContain('- `a`, `b`: answered at try 2; before: status 502\n');
  expect(renderHtml(report)).toContain('<li>answered at try 2; before: status 502: a, b</li>');
});
