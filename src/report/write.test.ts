import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseReport, readReport } from './read.ts';
import { sampleReport, sampleRow } from './report.fixture.ts';
import { reportJson, reportStem, writeReport } from './write.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chatspec-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('a report is named by its second, its target and its model', () => {
  const report = sampleReport({
    header: { target: 'localhost:8080', model: { asked: 'models/ge mini:é', reported: null } },
  });
  expect(reportStem(report)).toBe('2026-03-22T101500Z--localhost-8080--models-ge-mini--');
});

test('a written report is read back unchanged', async () => {
  const report = sampleReport({ rows: [sampleRow('a/b.c', { verdict: 'fail' })] });
  const written = await writeReport(report, directory);
  expect(await readReport(written.json)).toEqual(report);
  expect(await readFile(written.markdown, 'utf8')).toContain('# sample');
});

test('reports of one second written side by side all stay, each pair under one name', async () => {
  const report = sampleReport();
  const written = await Promise.all(
    Array.from({ length: 5 }, () => writeReport(report, directory)),
  );
  const names = (await readdir(directory)).sort();
  const stem = '2026-03-22T101500Z--sample--sample-1';
  const stems = [stem, ...[2, 3, 4, 5].map((number) => `${stem}-${number}`)];
  expect(names).toEqual(stems.flatMap((one) => [`${one}.json`, `${one}.md`]).sort());
  for (const { json, markdown } of written) {
    expect(basename(json, '.json')).toBe(basename(markdown, '.md'));
  }
});

test('a file that somebody else left is never overwritten', async () => {
  const stranger = join(directory, '2026-03-22T101500Z--sample--sample-1.md');
  await writeFile(stranger, 'mine');
  const written = await writeReport(sampleReport(), directory);
  expect(basename(written.json)).toBe('2026-03-22T101500Z--sample--sample-1-2.json');
  expect(await readFile(stranger, 'utf8')).toBe('mine');
});

test('a folder that cannot be written to is told in one sentence', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await expect(writeReport(sampleReport(), file)).rejects.toThrow(/--out/);
});

test('a report without its footer is refused', () => {
  const { footer: _, ...rest } = sampleReport();
  expect(() => parseReport(JSON.stringify(rest), 'x.json')).toThrow(/x\.json has no footer/);
});

test('a report with a foreign member, a foreign format or broken JSON is refused', () => {
  const report = sampleReport();
  expect(() => parseReport(JSON.stringify({ ...report, more: 1 }), 'x')).toThrow(/not a valid/);
  expect(() => parseReport('{"header":{"format":2}}', 'x')).toThrow(/format 2/);
  expect(() => parseReport(reportJson(report).slice(0, -20), 'x')).toThrow(/not JSON/);
  expect(() => parseReport('[]', 'x')).toThrow(/not a valid/);
});
