import { describe, expect, it } from 'vitest';
import { candidacy, coverageOf } from './cover.ts';
import { datesIn, writeLike } from './dates.ts';
import type { Page } from './page.ts';
import { covers } from './quotes.ts';

const words = (text: string, code: string[] = []) =>
  ({ kind: 'sentence', text, whole: text, code }) as const;

const page: Page = {
  title: 'A page',
  target: 'there',
  models: ['acme-1'],
  maxAgeDays: 30,
  claims: [
    { id: 'chat', sentence: '', statements: ['Verified on {date}.', 'chat works'], cases: ['a/*'] },
  ],
  outOfScope: [{ statement: 'ask sales', reason: 'advice' }],
};

describe('covering a statement', () => {
  it('finds the claims that quote it, whatever the marks and the date', () => {
    expect(coverageOf(words('Verified on March 3, 2026.'), page)).toMatchObject({
      by: 'claims',
      dated: true,
    });
    expect(coverageOf(words('`chat` works:'), page)).toMatchObject({ by: 'claims', dated: false });
    expect(coverageOf(words('Ask sales'), page)).toMatchObject({ by: 'scope' });
  });

  it('does not take a longer statement for the one quoted', () => {
    expect(covers('chat works', words('chat works with tools'))).toBe(false);
  });

  it('takes a quote of the whole paragraph for each of its sentences', () => {
    const whole = 'It chats. It streams.';
    expect(covers(whole, { text: 'It streams.', whole })).toBe(true);
  });

  it('says why a statement that nothing covers needs a claim', () => {
    expect(coverageOf(words('acme-1 sings'), page)).toMatchObject({
      candidate: 'it names a model',
    });
    expect(candidacy(words('since 2026-01-02'), [])).toBe('it names a date');
    expect(candidacy(words('set max_tokens'), [])).toBe('it names the parameter max_tokens');
    expect(candidacy(words('set n', ['n']), [])).toBe('it names the parameter n');
    expect(candidacy(words('call /v1/models'), [])).toBe('it names a route');
    expect(candidacy(words('a chat.completion object'), [])).toBe('it names an object type');
    expect(candidacy(words('Hello there.'), [])).toBeNull();
  });
});

describe('dates', () => {
  it.each([
    ['2026-03-22', '2026-03-22'],
    ['March 22, 2026', '2026-03-22'],
    ['22 Mar 2026', '2026-03-22'],
    ['2026/03/22', '2026-03-22'],
  ])('reads %s, and writes another day the same way', (written, day) => {
    expect(datesIn(`on ${written}.`)).toMatchObject([{ written, day }]);
    expect(writeLike(day, written)).toBe(written);
  });

  it('knows that 31 February is no day', () => {
    expect(datesIn('2026-02-31')).toMatchObject([{ day: null }]);
  });
});
