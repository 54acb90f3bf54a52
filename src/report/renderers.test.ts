import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { renderBadge } from './badge.ts';
import type { Report, ReportRow } from './format.ts';
import { renderAnnotations, renderStepSummary } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { sampleExchange, sampleReport, sampleRow } from './report.fixture.ts';
import { renderTerminal } from './terminal.ts';

const failing = sampleReport({
  rows: [
    sampleRow('text-plain/http.status'),
    sampleRow('stream-plain/sse.done', {
      verdict: 'fail',
      findings: [
        {
          at: { event: 3, offset: 120, pointer: '/choices/0' },
          expected: 'data: [DONE]',
          actual: 'the body ends',
          exchange: 'stream-plain',
          excerpt: 'data: {"a":1}\n\n',
        },
      ],
    }),
    sampleRow('text-plain/manners.kept', { verdict: 'fail', level: 'SHOULD' }),
    sampleRow('text-n/choices.count', {
      verdict: 'skip',
      reason: 'declared',
      detail: 'the target does not have: n',
    }),
    sampleRow('text-plain/usage.sum', { verdict: 'inconclusive', reason: 'no-subject' }),
    sampleRow('text-plain/usage.kept', {
      verdict: 'inconclusive',
      reason: 'not-tested',
      detail: 'no answer came',
    }),
  ],
  exchanges: [sampleExchange('text-plain'), sampleExchange('stream-plain', { curl: 'curl THIS' })],
  footer: {
    outcome: 'violates',
    claims: [
      {
        page: 'The Page',
        id: 'streaming',
        sentence: 'streams end with `data: [DONE]`',
        verdict: 'contradicted',
        why: 'stream-plain/sse.done failed',
        evidence: { kind: 'live', date: '2026-03-22T10:15:00.000Z' },
      },
    ],
  },
});

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
  expect(markdown).toContain('1 case: no subject');
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

/** A report in which everything that a server can say is this text. */
function spoken(text: string): Report {
  const row: Partial<ReportRow> = { detail: text, facts: [text] };
  const finding = { at: { pointer: `/${text}` }, expected: text, actual: text, excerpt: text };
  const entry = {
    names: 'z/b',
    reason: text,
    owner: text,
    link: text,
    expires: '2026-12-31',
    at: 'b.json:3',
  };
  return sampleReport({
    header: {
      model: { asked: text, reported: text },
      warnings: [text],
      target: text,
      partial: true,
      partialReasons: [text],
      unplanned: [{ probe: 'u', reason: text }],
      baseline: [entry],
    },
    rows: [
      sampleRow('x/b', { ...row, verdict: 'fail', findings: [finding, finding, finding] }),
      sampleRow('y/b', { ...row, verdict: 'fail', findings: [{ ...finding, actual: 'other' }] }),
      sampleRow('z/b', {
        ...row,
        verdict: 'fail',
        standing: 'expected-failure',
        findings: [finding],
      }),
      sampleRow('a/b', { ...row, verdict: 'fail', findings: [{ ...finding, exchange: 'a' }] }),
      sampleRow('a/c', { ...row, verdict: 'inconclusive', reason: 'not-tested' }),
      sampleRow('a/d', { ...row, verdict: 'error' }),
      sampleRow('a/e', row),
    ],
    exchanges: ['a', 'x', 'y'].map((source) =>
      sampleExchange(source, { curl: text, model: text, server: text, failure: text }),
    ),
    footer: {
      stale: [{ at: entry.at, problem: text }],
      claims: [
        { page: text, id: 'x', sentence: text, verdict: 'unverified', why: text, evidence: null },
      ],
    },
  });
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<img src=x onerror=1>',
        '![x](y)',
        '`',
        '```',
        '\n',
        '\n# x',
        '|',
        '\\',
        ']]>',
        '<!--',
        'http://a.example',
        '@me',
        '**x**',
        '\n::error::x',
        '&amp;',
        '"',
        "'",
        '</pre>',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => `x${parts.join('')}`);

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}

function shapeOf(markdown: string): readonly string[] {
  const walk = (node: Node): readonly string[] => [
    node.type,
    ...(node.children ?? []).flatMap(walk),
  ];
  const alive = /^(html|link|image|emphasis|delete|linkReference|imageReference|footnote)/;
  const shape = walk(unified().use(remarkParse).use(remarkGfm).parse(markdown));
  return shape.filter((type) => alive.test(type) || /^(heading|table|tableRow|list)$/.test(type));
}

test('whatever a server says, the Markdown keeps its shape and nothing in it is alive', () => {
  const calm = shapeOf(renderMarkdown(spoken('calm')));
  fc.assert(
    fc.property(text, (said) => {
      expect(shapeOf(renderMarkdown(spoken(said)))).toEqual(calm);
    }),
    { numRuns: 40 },
  );
});

test('whatever a server says, the JUnit XML is well formed and counts the same', () => {
  fc.assert(
    fc.property(text, (said) => {
      const xml = renderJunit(spoken(said));
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).toContain('tests="8" failures="4" errors="1" skipped="2"');
    }),
    { numRuns: 100 },
  );
});

test('whatever a server says, the HTML page has the same tags', () => {
  // A claim's sentence may hold code between backticks.
  const tags = (html: string) => html.replace(/<\/?code>/g, '').match(/<[^>]*>/g);
  const calm = tags(renderHtml(spoken('calm')));
  fc.assert(
    fc.property(text, (said) => {
      expect(tags(renderHtml(spoken(said)))).toEqual(calm);
    }),
    { numRuns: 100 },
  );
});

test('whatever a server says, no workflow command begins in it', () => {
  fc.assert(
    fc.property(text, (said) => {
      const lines = renderAnnotations(spoken(said)).trimEnd().split('\n');
      expect(lines.every((line) => /^::(notice|error|warning) (title|file)=/.test(line))).toBe(
        true,
      );
      expect(lines).toHaveLength(4);
    }),
    { numRuns: 100 },
  );
});

test('JUnit has failures for what decides, and reasons for all that did not pass', () => {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'testcase' });
  const { testsuites } = parser.parse(renderJunit(failing));
  expect(testsuites['@_failures']).toBe('1');
  expect(testsuites['@_skipped']).toBe('4');
  const xml = renderJunit(failing);
  expect(xml).toContain('<failure type="MUST" message="MUST is not kept: event 3, byte 120');
  expect(xml).toContain('<skipped message="SHOULD is not kept: byte 3: expected this, got that"/>');
  expect(xml).toContain('<skipped message="declared: the target does not have: n"/>');
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

/** One requirement that three probes break, once in another way. */
const repeated = sampleReport({
  header: {
    baseline: [
      {
        names: 'c/x.y',
        reason: 'the vendor mends it',
        owner: 'router team',
        link: 'https://example.com/1',
        expires: '2026-12-31',
        at: 'specs/baselines/sample.json:3',
      },
    ],
  },
  rows: [
    sampleRow('a/x.y', { verdict: 'fail' }),
    sampleRow('b/x.y', {
      verdict: 'fail',
      findings: [{ at: { event: 2 }, expected: 'this', actual: 'nothing', exchange: 'b.2' }],
    }),
    sampleRow('c/x.y', { verdict: 'fail', standing: 'expected-failure' }),
  ],
  exchanges: ['a', 'b.2', 'c'].map((source) => sampleExchange(source, { curl: `curl ${source}` })),
  footer: {
    outcome: 'violates',
    stale: [{ at: 'specs/baselines/sample.json:9', problem: 'no case is called d/x.y' }],
  },
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

test('whatever a server says, the terminal shows it on the same lines and moves no cursor', () => {
  const calm = renderTerminal(spoken('calm')).split('\n').length;
  fc.assert(
    fc.property(text, (said) => {
      const shown = renderTerminal(spoken(said));
      expect(shown.split('\n')).toHaveLength(calm);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 40 },
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
    'Also in:\n\n- `b`, `c`: byte 3; failed 3 of 3 times, so between 44 % and 100 %\n',
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
