import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draftClaims } from './draft.ts';
import { classifyBlocks } from './examples.ts';
import { type GateInput, judgePage } from './judge-page.ts';
import type { GateLine, GateResult } from './line.ts';
import type { Page } from './page.ts';
import { readPage } from './read-page.ts';

const habits = new URL('../../fixtures/pages/habits/', import.meta.url);

/** Judges a page without any evidence and without trying anything. */
function judge(source: string, name: string, claims?: Page): GateResult {
  const reading = readPage(source, name);
  const blocks = classifyBlocks(reading.blocks);
  const page = claims ?? draftClaims(reading, blocks, 'there');
  const input: GateInput = {
    path: name,
    page,
    reading,
    blocks,
    evidence: page.models.map((model) => ({ model, filed: null, reason: 'there is no report' })),
    reports: [],
    trials: new Map(),
    stored: new Map(),
    informative: new Set(),
    baseUrl: 'https://llm.example/v1',
    now: '2026-03-22T10:00:00Z',
    strict: false,
  };
  return judgePage(input);
}

const habit = (name: string) => judge(readFileSync(new URL(name, habits), 'utf8'), name);
const say = ({ line, column, verdict, why }: GateLine) => `${line}:${column} ${verdict}: ${why}`;
const notUnderstood = (result: GateResult) =>
  result.lines
    .filter(({ verdict }) => verdict === 'unknown')
    .map(say)
    .join('\n');

describe('pages of other vendors', () => {
  it.each(readdirSync(habits))(
    '%s is judged, and each statement and block is accounted for',
    (name) => {
      const source = readFileSync(new URL(name, habits), 'utf8');
      const reading = readPage(source, name);
      const result = judge(source, name);
      const places = new Set(result.lines.map(({ line }) => line));
      for (const { at } of reading.sentences) expect(places).toContain(at.line);
      // A finding stands at the line within the block; all else at its fence.
      for (const { at, text } of reading.blocks) {
        const within = [...places].some(
          (line) => line >= at.line && line <= at.line + text.split('\n').length,
        );
        expect(within, `block at line ${at.line}`).toBe(true);
      }
      expect(result.outcome).not.toBe('conforms');
    },
  );

  it.each([
    ['code-group.mdx', '6:1 unknown: imports or exports code'],
    ['code-group.mdx', '8:1 unknown: is a component <Badge>'],
    ['comments.md', '14:1 unknown: the sample is not understood here: "id" is no member'],
    ['comments.md', '17:1 unknown: a block of http that calls the endpoint is not understood'],
    ['heredoc.md', '13:1 unknown: the curl command reads its body from request.json'],
    ['heredoc.md', '18:1 unknown: a block of powershell'],
    ['html.md', '1:1 unknown: is raw HTML'],
    ['mkdocs.md', '15:5 unknown: a block of go that calls the endpoint is not understood'],
    ['tabs.mdx', 'leans on a client that no earlier block makes'],
    ['windows.md', '12:1 unknown: a block of rust is not understood'],
    ['broken.mdx', 'unknown: is not valid MDX'],
  ])('%s: what is not understood is said: %s', (name, words) => {
    expect(notUnderstood(habit(name))).toContain(words);
  });

  it.each([
    ['comments.md', '9:3 contradicted: "temperture" is no documented member'],
    ['heredoc.md', '9:18 contradicted: "max_token" is no documented member'],
    ['tabs.mdx', '11:11 contradicted: raises an IndexError on the usage chunk'],
  ])('%s: what is wrong is found: %s', (name, words) => {
    expect(habit(name).lines.map(say).join('\n')).toContain(words);
  });
});

const real = new URL('../../../shared/page/gemini-openai-compatible.md', import.meta.url);
const absent = !existsSync(real);

describe.skipIf(absent)(
  `the documented page${absent ? ' (SKIPPED: ../shared/page is not here)' : ''}`,
  () => {
    const claims: Page = JSON.parse(
      readFileSync(
        new URL('../../specs/pages/gemini-openai-compatible.json', import.meta.url),
        'utf8',
      ),
    );
    const result = absent ? null : judge(readFileSync(real, 'utf8'), 'page.md', claims);
    const lines = result?.lines ?? [];

    it('is unverified without evidence, with nothing in it uncovered or not understood', () => {
      expect(result?.outcome).toBe('inconclusive');
      expect(
        lines.filter(({ verdict }) => verdict === 'unknown' || verdict === 'contradicted'),
      ).toEqual([]);
      expect(lines.filter(({ why }) => why.includes('no claim covers it'))).toEqual([]);
    });

    it('has its date, its model, its examples and its samples accounted for', () => {
      const kinds = lines.filter(({ kind }) => kind !== 'statement' && kind !== 'claim');
      expect(kinds.map(({ line, kind }) => `${line} ${kind}`)).toEqual([
        '9 date',
        '11 model',
        '17 model',
        '23 example',
        '45 shape',
        '62 example',
        '86 example',
        '104 shape',
      ]);
    });
  },
);
