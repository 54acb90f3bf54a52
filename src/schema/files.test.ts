import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Problem } from '../problem.ts';
import { checkFile } from './files.ts';

const entry = {
  case: 'stream-plain/stream.done',
  reason: 'The terminator is missing.',
  owner: 'gateway team',
  link: 'https://tracker.example/1',
  expires: '2026-06-30',
};

describe('every schema of our own files', () => {
  const names = readdirSync(new URL('../../schemas/files/', import.meta.url));
  for (const name of names.filter((file) => file.endsWith('.schema.json'))) {
    it(`can be used and is closed at the top: ${name}`, () => {
      const problems = checkFile(name.replace('.schema.json', ''), { 'no such member': 1 });
      expect(problems).toContainEqual(expect.stringMatching(/^no such member: is not known here/));
    });
  }
});

describe('a baseline file', () => {
  it('with whole entries is valid', () => {
    const { case: _case, ...rest } = entry;
    expect(
      checkFile('baseline', { entries: [entry, { ...rest, pattern: '*/stream.done' }] }),
    ).toEqual([]);
  });

  const wrong: readonly [string, unknown, readonly string[]][] = [
    ['is no object', [], ['top level: must be an object; it is an array']],
    ['has no entries', {}, ['entries: is missing and must be an array of objects']],
    ['has an entry of another type', { entries: [4] }, ['entries/0: must be an object; it is 4']],
    [
      'has an entry without a reason',
      { entries: [{ ...entry, reason: '' }] },
      ['entries/0/reason: must be a non-empty string; it is empty'],
    ],
    [
      'misspells a member',
      { entries: [{ ...entry, ownr: 'x' }] },
      ['entries/0/ownr: is not known here; did you mean owner?'],
    ],
    [
      'has a member that is like no other',
      { entries: [], comments: 1 },
      ['comments: is not known here; known are $schema and entries'],
    ],
    [
      'names a case and a pattern',
      { entries: [{ ...entry, pattern: '*/*' }] },
      ['entries/0: fits two forms at once; keep one of them'],
    ],
    [
      'names neither a case nor a pattern',
      { entries: [{ reason: 'r', owner: 'o', link: 'https://x.example/', expires: '2026-01-01' }] },
      ['entries/0: must have case or pattern'],
    ],
    [
      'has a date that is none',
      { entries: [{ ...entry, expires: '2026-02-30' }] },
      ['entries/0/expires: must be a date such as 2026-01-31'],
    ],
    [
      'has a link that leads nowhere',
      { entries: [{ ...entry, link: 'later' }] },
      ['entries/0/link: must be a full address, with https: or the like'],
    ],
  ];
  for (const [name, value, problems] of wrong) {
    it(`that ${name} is told so`, () => {
      expect(checkFile('baseline', value)).toEqual(problems);
    });
  }

  it('is judged anew each time', () => {
    expect(checkFile('baseline', {})).toHaveLength(1);
    expect(checkFile('baseline', { entries: [entry] })).toEqual([]);
    expect(checkFile('baseline', {})).toHaveLength(1);
  });

  it('with very many problems tells the first of them', () => {
    const problems = checkFile('baseline', { entries: new Array(500).fill(0) });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('top level: 450 more problems');
  });
});

describe('a file of a kind that has no schema', () => {
  it('is a fault of chatspec, told with the name of the schema', () => {
    expect(() => checkFile('no-such', {})).toThrow(Problem);
    expect(() => checkFile('no-such', {})).toThrow(
      /^schemas\/files\/no-such\.schema\.json cannot be used; mend it: there is no such file/,
    );
    try {
      checkFile('no-such', {});
    } catch (problem) {
      expect(problem).toMatchObject({
        kind: 'internal',
        cause: expect.objectContaining({ code: 'ENOENT' }),
      });
    }
  });
});
