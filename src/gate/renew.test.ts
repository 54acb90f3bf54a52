import { describe, expect, it } from 'vitest';
import type { Page } from './page.ts';
import { readPage } from './read-page.ts';
import { renewPage } from './renew.ts';

const page: Page = {
  title: 'A page',
  target: 'there',
  models: ['acme-1', 'acme-2'],
  maxAgeDays: 30,
  claims: [
    {
      id: 'chat',
      sentence: '`{model}` chat',
      statements: ['Verified on {date}.', 'chat works'],
      cases: ['a/*'],
      concluded: true,
    },
    {
      id: 'stream',
      sentence: 'streams end with `[DONE]`',
      statements: [],
      cases: ['b/*'],
      concluded: true,
    },
  ],
  outOfScope: [{ statement: 'pictures are elsewhere', reason: 'no', concluded: true }],
};

const renew = (source: string, day = '2026-04-05') =>
  renewPage(source, page, readPage(source, 'a.md'), { day });

describe('renewing a page', () => {
  it('writes the day in the way in which the page writes dates', () => {
    expect(renew('A.\n\nVerified on March 3, 2026.\n')).toBe('A.\n\nVerified on April 5, 2026.\n');
    expect(renew('\ufeffVerified on 2026-03-03.\r\n')).toBe('\ufeffVerified on 2026-04-05.\r\n');
  });

  it('touches no other date', () => {
    const source = 'Founded on 2020-01-01.\n\nVerified on 2026-03-03.\n';
    expect(renew(source)).toBe('Founded on 2020-01-01.\n\nVerified on 2026-04-05.\n');
  });

  it('renews date, models and conclusion between markers, in the words that stand there', () => {
    const source = [
      'As of <!-- chatspec:date -->2026-03-03<!-- /chatspec:date -->; not 2026-03-03.',
      '<!-- chatspec:models -->\n* `acme-1`\n* `acme-0`\n<!-- /chatspec:models -->',
      '{/* chatspec:conclusion */}\n\n- `chat` works:\n\n{/* /chatspec:conclusion */}',
      'Verified on 2026-03-03.',
    ].join('\n\n');
    expect(renew(source)).toBe(
      [
        'As of <!-- chatspec:date -->2026-04-05<!-- /chatspec:date -->; not 2026-03-03.',
        '<!-- chatspec:models -->\n* `acme-1`\n* `acme-2`\n<!-- /chatspec:models -->',
        '{/* chatspec:conclusion */}\n\n- `chat` works:\n- streams end with `[DONE]`\n- pictures are elsewhere\n\n{/* /chatspec:conclusion */}',
        'Verified on 2026-03-03.',
      ].join('\n\n'),
    );
  });

  it('changes nothing the second time', () => {
    for (const source of [
      'Verified on March 3, 2026.\n',
      '<!-- chatspec:conclusion --><!-- /chatspec:conclusion -->',
      '<!-- chatspec:models -->\n- x\n<!-- /chatspec:models -->\n',
    ]) {
      const once = renew(source);
      expect(once).not.toBe(source);
      expect(renew(once)).toBe(once);
    }
  });
});
