import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { renderAnnotations } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { spoken } from './renderers.fixture.ts';
import { renderTerminal } from './terminal.ts';

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<img src=x onerror=1>',
        '![x](y)',
        '`',
        '```',
        '\n',
        '\n# x',
        '|',
        '\\',
        ']]>',
        '<!--',
        'http://a.example',
        '@me',
        '**x**',
        '\n::error::x',
        '&amp;',
        '"',
        "'",
        '</pre>',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => `x${parts.join('')}`);

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}

function shapeOf(markdown: string): readonly string[] {
  const walk = (node: Node): readonly string[] => [
    node.type,
    ...(node.children ?? []).flatMap(walk),
  ];
  const alive = /^(html|link|image|emphasis|delete|linkReference|imageReference|footnote)/;
  const shape = walk(unified().use(remarkParse).use(remarkGfm).parse(markdown));
  return shape.filter((type) => alive.test(type) || /^(heading|table|tableRow|list)$/.test(type));
}

test('whatever a server says, the Markdown keeps its shape and nothing in it is alive', () => {
  const calm = shapeOf(renderMarkdown(spoken('calm')));
  fc.assert(
    fc.property(text, (said) => {
      expect(shapeOf(renderMarkdown(spoken(said)))).toEqual(calm);
    }),
    { numRuns: 40 },
  );
});

test('whatever a server says, the JUnit XML is well formed and counts the same', () => {
  fc.assert(
    fc.property(text, (said) => {
      const xml = renderJunit(spoken(said));
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).toContain('tests="8" failures="4" errors="1" skipped="2"');
    }),
    { numRuns: 100 },
  );
});

test('whatever a server says, the HTML page has the same tags', () => {
  // A claim's sentence may hold code between backticks.
  const tags = (html: string) => html.replace(/<\/?code>/g, '').match(/<[^>]*>/g);
  const calm = tags(renderHtml(spoken('calm')));
  fc.assert(
    fc.property(text, (said) => {
      expect(tags(renderHtml(spoken(said)))).toEqual(calm);
    }),
    { numRuns: 100 },
  );
});

test('whatever a server says, no workflow command begins in it', () => {
  fc.assert(
    fc.property(text, (said) => {
      const lines = renderAnnotations(spoken(said)).trimEnd().split('\n');
      expect(lines.every((line) => /^::(notice|error|warning) (title|file)=/.test(line))).toBe(
        true,
      );
      expect(lines).toHaveLength(4);
    }),
    { numRuns: 100 },
  );
});

test('whatever a server says, the terminal shows it on the same lines and moves no cursor', () => {
  const calm = renderTerminal(spoken('calm')).split('\n').length;
  fc.assert(
    fc.property(text, (said) => {
      const shown = renderTerminal(spoken(said));
      expect(shown.split('\n')).toHaveLength(calm);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 40 },
  );
});
