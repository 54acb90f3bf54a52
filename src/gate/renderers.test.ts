import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { expect, it } from 'vitest';
import type { GateLine, GateResult } from './line.ts';
import { renderGithub } from './render-github.ts';
import { renderSarif } from './render-sarif.ts';

const line: GateLine = {
  line: 3,
  column: 5,
  kind: 'claim',
  text: 'It streams',
  verdict: 'contradicted',
  why: 'it does not',
  remedy: 'say so',
  binding: true,
};

const result = (page: string, lines: readonly GateLine[]): GateResult => ({
  page,
  title: 'A page',
  target: 'local',
  baseUrl: 'http://127.0.0.1/v1',
  lines,
  claims: [],
  evidence: [],
  outcome: 'violates',
});

const logOf = (...results: readonly GateResult[]): Log => JSON.parse(renderSarif(results));

it('SARIF says each finding with a rule that it declares, a level and a place', () => {
  const verdicts = ['contradicted', 'unverified', 'unknown', 'verified', 'prose'] as const;
  const lines = verdicts.map((verdict) => ({ ...line, verdict }));
  const { version, runs } = logOf(result('page.md', lines));
  const [run] = runs;
  expect([version, runs.length]).toEqual(['2.1.0', 1]);
  expect(run?.results?.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
  const ids = run?.tool.driver.rules?.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids?.length);
  for (const { ruleId, message, locations } of run?.results ?? []) {
    expect(ids).toContain(ruleId);
    expect(message.text).toContain('it does not. To do: say so.');
    expect(locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 3, startColumn: 5 });
  }
});

it.each([
  'docs/page.md',
  'docs/what? is #1 at 100%/é 😀.md',
  'c:page.md',
  'a:b/c:d.md',
  '/abs/page#2.md',
  '../up/page.md',
])('the URI of %s in SARIF leads to that file and nowhere else', (page) => {
  const { runs } = logOf(result(page, [line]));
  const uri = runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
  const url = new URL(uri ?? '', 'file:///repo/folder/');
  const meant = page.startsWith('/') ? page : `/repo/folder/${page}`;
  expect(decodeURIComponent(url.pathname)).toBe(decodeURIComponent(pathToFileURL(meant).pathname));
  expect([url.protocol, url.host, url.search, url.hash]).toEqual(['file:', '', '', '']);
});

it('a path with repeated slashes is not read as a host, and backslashes are separators', () => {
  const { runs } = logOf(result('//docs//page.md', [line]), result('docs\\page.md', [line]));
  const uris = runs[0]?.results?.map(
    ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
  );
  expect(uris).toEqual(['/docs/page.md', 'docs/page.md']);
});

it('the title of an annotation is cut between characters, never within one', () => {
  const out = renderGithub([result('page.md', [{ ...line, text: `${'a'.repeat(79)}😀 and on` }])]);
  expect(out).toContain(`title=contradicted%3A ${'a'.repeat(79)}…::`);
});
