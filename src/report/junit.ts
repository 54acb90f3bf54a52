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
  const attributes = countAttributes(report.rows, report);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${inertXml(titleOf(report))}" ${attributes}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(probe: string, rows: readonly ReportRow[], report: Report): string {
  const cases = rows.map((row) => testcase(row, report));
  const at = inertXml(report.header.started);
  return [
    `  <testsuite name="${inertXml(probe)}" timestamp="${at}" ${countAttributes(rows, report)}>`,
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
      ...row.findings.map(sayFinding),
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
    return `${expected}${row.level} ${frequency === '' ? '' : `(${frequency}) `}${sayFinding(finding)}`;
  }
  const why = row.reason ?? row.verdict;
  return row.detail === null ? why : `${why}: ${row.detail}`;
}

function countAttributes(rows: readonly ReportRow[], report: Report): string {
  const results = rows.map((row) => resultOf(row, report));
  const count = (result: Result) => results.filter((one) => one === result).length;
  return (
    `tests="${rows.length}" failures="${count('failure')}" errors="${count('error')}" ` +
    `skipped="${count('skipped')}"`
  );
}
