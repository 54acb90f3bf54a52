import { inertXml } from './escape.ts';
import type { Report, ReportRow } from './format.ts';
import { binds } from './outcome.ts';
import { sayFinding, sayFrequency, titleOf } from './words.ts';

/**
 * A report for CI systems that read JUnit's XML. What decides the exit code is a failure; a SHOULD
 * that is not kept, and what could not be tested, show as skipped with their reason, since JUnit has
 * no word between passed and failed.
 */
export function renderJunit(report: Report): string {
  const suites = [...Map.groupBy(report.rows, ({ probe }) => probe)].map(([probe, rows]) =>
    suite(probe, rows, report),
  );
  const { stale } = report.footer;
  const results = report.rows.map((row) => resultOf(row, report));
  const all = [...results, ...stale.map(() => 'failure' as const)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${inertXml(titleOf(report))}" ${countAttributes(all)}>`,
    ...suites,
    ...(stale.length === 0 ? [] : [baselineSuite(stale, report)]),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(probe: string, rows: readonly ReportRow[], report: Report): string {
  const cases = rows.map((row) => testcase(row, report));
  return wrap(
    probe,
    cases,
    rows.map((row) => resultOf(row, report)),
    report,
  );
}

/** Entries of the baseline that must be changed decide, too. */
function baselineSuite(stale: Report['footer']['stale'], report: Report): string {
  const cases = stale.map(({ at, problem }) => {
    const failure = `<failure type="baseline" message="${inertXml(problem)}"/>`;
    return `    <testcase classname="baseline" name="${inertXml(at)}">\n      ${failure}\n    </testcase>`;
  });
  return wrap(
    'baseline',
    cases,
    stale.map(() => 'failure'),
    report,
  );
}

function wrap(
  name: string,
  cases: readonly string[],
  results: readonly Result[],
  { header }: Report,
): string {
  const at = inertXml(header.started);
  return [
    `  <testsuite name="${inertXml(name)}" timestamp="${at}" ${countAttributes(results)}>`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function testcase(row: ReportRow, report: Report): string {
  const open = `    <testcase classname="${inertXml(row.probe)}" name="${inertXml(row.case)}"`;
  const result = resultOf(row, report);
  if (result === 'passed') return `${open}/>`;
  return `${open}>\n      ${resultElement(row, result)}\n    </testcase>`;
}

type Result = 'passed' | 'failure' | 'error' | 'skipped';

function resultOf(row: ReportRow, report: Report): Result {
  if (row.verdict === 'error') return 'error';
  if (row.standing === 'surprise-pass') return 'failure';
  if (row.verdict === 'pass') return 'passed';
  const violates = row.standing === 'violating' && binds(row.level, report.header.strict);
  return row.verdict === 'fail' && violates ? 'failure' : 'skipped';
}

function resultElement(row: ReportRow, result: Exclude<Result, 'passed'>): string {
  const message = inertXml(messageOf(row));
  if (result === 'skipped') return `<skipped message="${message}"/>`;
  const text = inertXml(
    [
      `${row.level}: ${row.statement} (${row.reference})`,
      ...row.findings.map((finding) => sayFinding(finding, row.probe)),
      `Breaks: ${row.breaks}`,
    ].join('\n'),
  );
  return `<${result} type="${row.level}" message="${message}">${text}</${result}>`;
}

function messageOf(row: ReportRow): string {
  if (row.standing === 'surprise-pass') {
    return 'passes, though the baseline expects it to fail: take its entry out of the baseline';
  }
  const [finding] = row.findings;
  if (row.verdict === 'fail' && finding !== undefined) {
    const expected = row.standing === 'expected-failure' ? 'expected failure, ' : '';
    const frequency = sayFrequency(row);
    const often = frequency === '' ? '' : ` (${frequency})`;
    return `${expected}${row.level} is not kept${often}: ${sayFinding(finding, row.probe)}`;
  }
  const why = row.reason ?? row.verdict;
  return row.detail === null ? why : `${why}: ${row.detail}`;
}

function countAttributes(results: readonly Result[]): string {
  const count = (result: Result) => results.filter((one) => one === result).length;
  return (
    `tests="${results.length}" failures="${count('failure')}" errors="${count('error')}" ` +
    `skipped="${count('skipped')}"`
  );
}
