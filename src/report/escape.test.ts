import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import {
  codeBlock,
  codeSpan,
  commandMessage,
  commandProperty,
  inertMarkdown,
  inertXml,
  shorten,
  visible,
} from './escape.ts';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function nodesOf(markdown: string): readonly Node[] {
  const walk = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  return walk(unified().use(remarkParse).use(remarkGfm).parse(markdown));
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<script>alert(1)</script>',
          '![x](http://a.example/b)',
          '[x](javascript:1)',
          '**x**',
          '`',
          '```',
          '````\n',
          '~~~',
          '\n# head',
          '\n- item',
          '\n\n    code',
          '|',
          '\\',
          '\\|',
          'http://a.example',
          'www.a.example',
          'me@a.example',
          '@someone',
          '#12',
          '<!--',
          '&lt;',
          '\n---\n',
          '\r',
          '\u2028',
          '~~x~~',
          '[^1]',
          '<http://a.example>',
          '$x$',
          '{x}',
          '\n| - |\n',
        ),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('a foreign text in a sentence is one text in Markdown, with nothing alive in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const types = nodesOf(`${inertMarkdown(text)} after`).map(({ type }) => type);
      expect(types).toEqual(['root', 'paragraph', 'text']);
      const inList = nodesOf(`- ${inertMarkdown(text)} after`).map(({ type }) => type);
      expect(inList).toEqual(['root', 'list', 'listItem', 'paragraph', 'text']);
    }),
    { numRuns: 300 },
  );
});

test('a foreign text is read back as it was shown, word joiners apart', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = nodesOf(`(${inertMarkdown(text)})`).at(-1)?.value ?? '';
      const plain = (one: string) => one.replace(/\u2060/g, '').replace(/\s+/gu, ' ');
      expect(plain(shown)).toBe(plain(`(${visible(text)})`));
    }),
    { numRuns: 300 },
  );
});

test('a foreign text in a code span stays in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const types = nodesOf(`before: ${codeSpan(text)}`).map(({ type }) => type);
      expect(types).toEqual(['root', 'paragraph', 'text', 'inlineCode']);
    }),
    { numRuns: 300 },
  );
});

test('a foreign text in a code block stays in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const types = nodesOf(`${codeBlock(text, 'text')}\n\nafter`).map(({ type }) => type);
      expect(types).toEqual(['root', 'code', 'paragraph', 'text']);
    }),
    { numRuns: 300 },
  );
});

test('mentions and references to issues are taken apart', () => {
  expect(inertMarkdown('@me #1')).toBe('\\@\u2060me \\#\u20601');
});

test('characters that cannot be seen are shown by their number', () => {
  expect(visible('a\u202eb\u0000\n\ud800')).toBe('a\\u{202e}b\\u{0}\\n\\u{d800}');
  expect(visible('👩‍👩‍👧')).toBe('👩‍👩‍👧');
});

test('markup of XML and HTML is text', () => {
  expect(inertXml(`<a href="x">'&\u0001`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;\\u{1}');
});

test('a workflow command cannot be ended or begun by a foreign text', () => {
  expect(commandMessage('a%\n::error::b')).toBe('a%25%0A::error::b');
  expect(commandProperty('a:b,c\r\n')).toBe('a%3Ab%2Cc%0A');
});

test('a cut text says that it was cut and has no half character', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('ab😀', 3)).toBe('ab…');
});
