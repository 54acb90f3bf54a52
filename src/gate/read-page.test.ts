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
        columns: [1],
        section: 'Call',
      },
    ]);
  });

  it.each([
    ['a quote', '> One\n> line. Two', 'Two', 2, 9],
    ['a list', '- One\n  line. Two', 'Two', 2, 9],
    ['references and escapes', 'A &amp; \\*b\\*. Two', 'Two', 1, 16],
    ['references of two units', '&#x1F600; one. Two', 'Two', 1, 16],
    ['characters of two units', '\u{1F600} one. Two', 'Two', 1, 9],
    ['code in two backticks', '`` a `` b. Two', 'Two', 1, 12],
    ['carriage returns', 'One\r\nline. Two', 'Two', 2, 7],
    ['an alert of GitHub', '> [!NOTE]\n> Two', 'Two', 2, 3],
  ])('gives a sentence its place on the page in or after %s', (_, source, text, line, column) => {
    const found = readPage(source, 'a.md').sentences.find((each) => each.text === text);
    expect(found?.at).toMatchObject({ line, column });
  });

  it.each([
    ['a list', '1. x\n\n   ```json\n   {\n     "a": 1}\n   ```', 4, [4, 4]],
    ['a quote', '> ```json\n>  {\n> }\n> ```', 2, [3, 3]],
    ['an indented block', 'x\n\n    {\n      }\n', 3, [5, 5]],
    ['tabs', '-\tx\n\n\t```json\n\t{\n\t```', 4, [2]],
    ['carriage returns', '```json\r\n{\r\n}\r\n```\r\n', 2, [1, 1]],
    ['carriage returns alone', '```json\r{\r}\r```\r', 2, [1, 1]],
  ])('gives the lines of a block within %s their places', (_, source, firstLine, columns) => {
    expect(readPage(source, 'a.md').blocks).toMatchObject([{ firstLine, columns }]);
  });

  it.each([
    ['---\ntitle: A page\n---\n', 2, 8],
    ['+++\ntitle = "A page"\n+++\n', 2, 10],
  ])('reads the title of front matter %#', (source, line, column) => {
    const page = readPage(source, 'a.md');
    expect(page.title).toBe('A page');
    expect(page.sentences).toMatchObject([{ at: { line, column } }]);
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
