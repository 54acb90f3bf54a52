import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from './read-page.ts';

const habits = new URL('../../fixtures/pages/habits/', import.meta.url);
const read = (name: string) => readPage(readFileSync(new URL(name, habits), 'utf8'), name);
const messages = (name: string) => read(name).notes.map((note) => note.message);

describe('reading a page', () => {
  it('gives each statement its line and column', () => {
    const page = readPage('# A *page*\n\nOne `max_tokens`. Two\nlines.\n\n- an item\n', 'a.md');
    expect(page.title).toBe('A page');
    expect(page.sentences.map(({ kind, text, at }) => [kind, text, at.line, at.column])).toEqual([
      ['heading', 'A page', 1, 3],
      ['sentence', 'One max_tokens.', 3, 1],
      ['sentence', 'Two lines.', 3, 19],
      ['item', 'an item', 6, 3],
    ]);
  });

  it('gives each block its language, title, section and first line', () => {
    const page = readPage('## Call\n\n```bash cURL\ncurl x\n```\n', 'a.md');
    expect(page.blocks).toEqual([
      {
        language: 'bash',
        title: 'cURL',
        text: 'curl x',
        at: { line: 3, column: 1, offset: 9 },
        firstLine: 4,
        section: 'Call',
      },
    ]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('a.md', 'a.mdx'), (text, name) => {
        expect(readPage(text, name).blocks).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('habits of pages', () => {
  it.each(readdirSync(habits))('%s is read, with its statements or blocks found', (name) => {
    const page = read(name);
    expect(page.sentences.length).toBeGreaterThan(0);
    expect(page.blocks.length + page.sentences.length).toBeGreaterThan(1);
  });

  it('finds fences within components, with their titles', () => {
    expect(read('code-group.mdx').blocks.map(({ language, title }) => [language, title])).toEqual([
      ['bash', 'cURL'],
      ['python', 'chat.py'],
      ['javascript', 'Node.js'],
      ['json', '200'],
    ]);
  });

  it('says which components and imports it does not follow', () => {
    expect(messages('code-group.mdx')).toEqual([
      expect.stringContaining('imports or exports'),
      expect.stringContaining('<Badge>'),
    ]);
    expect(messages('tabs.mdx').join()).toContain('layout mark ":::tip');
  });

  it('reads a page that is not valid MDX as Markdown, and says so', () => {
    const page = read('broken.mdx');
    expect(page.syntax).toBe('markdown');
    expect(page.notes[0]?.message).toContain('not valid MDX');
    expect(page.sentences.at(-1)?.text).toBe('temperature goes from 0 to 2');
  });

  it('finds fences that tabs have indented, at their true lines', () => {
    const [shell, go] = read('mkdocs.md').blocks;
    expect(shell).toMatchObject({ language: 'shell', firstLine: 9 });
    expect(go).toMatchObject({ language: 'go', firstLine: 16 });
  });

  it('reads table cells', () => {
    const cells = read('table.md').sentences.filter(({ kind }) => kind === 'cell');
    expect(cells.map(({ text }) => text)).toContain('max_tokens');
  });

  it('reads pages with a byte order mark and carriage returns', () => {
    const page = read('windows.md');
    expect(page.title).toBe('Windows page');
    expect(page.blocks.map(({ language }) => language)).toEqual(['curl', 'rust']);
  });
});
