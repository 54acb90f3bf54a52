import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { renderJunit } from './junit.ts';
import { failing, repeated, spoken } from './renderers.fixture.ts';
import { sampleReport } from './report.fixture.ts';

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

test('JUnit counts in each suite and in all what is there', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => ['testsuite', 'testcase'].includes(name),
  });
  for (const report of [failing, repeated, spoken('calm'), sampleReport()]) {
    const { testsuites } = parser.parse(renderJunit(report));
    const sums = { tests: 0, failures: 0, errors: 0, skipped: 0 };
    for (const suite of testsuites.testsuite) {
      const counted = {
        tests: suite.testcase.length,
        failures: suite.testcase.filter((one: object) => 'failure' in one).length,
        errors: suite.testcase.filter((one: object) => 'error' in one).length,
        skipped: suite.testcase.filter((one: object) => 'skipped' in one).length,
      };
      for (const [name, count] of Object.entries(counted)) {
        expect(suite[`@_${name}`]).toBe(String(count));
        sums[name as keyof typeof sums] += count;
      }
    }
    for (const [name, sum] of Object.entries(sums)) {
      expect(testsuites[`@_${name}`]).toBe(String(sum));
    }
  }
});
