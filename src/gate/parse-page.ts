import type { Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { wordsOf } from '../problem.ts';

/** A page's syntax tree, and why it is not read as MDX where it looks like it. */
export interface ParsedPage {
  readonly tree: Root;
  readonly syntax: 'markdown' | 'mdx';
  /** Line and reason of a failed reading as MDX; `null` where there was none. */
  readonly fallback: { readonly line: number; readonly reason: string } | null;
}

const frontMatter = ['yaml', 'toml'] as const;
const markdown = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, [...frontMatter])
  .use(remarkGfm);
const mdx = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, [...frontMatter])
  .use(remarkGfm)
  .use(remarkMdx);

/**
 * Parses a page as MDX where its name or its components ask for it, else as Markdown. Plain
 * Markdown accepts every text, so a page that is not MDX after all is still read.
 */
export function parsePage(source: string, name: string): ParsedPage {
  if (!looksLikeMdx(source, name)) {
    return { tree: markdown.parse(source), syntax: 'markdown', fallback: null };
  }
  try {
    return { tree: mdx.parse(source), syntax: 'mdx', fallback: null };
  } catch (error) {
    // Nested too deeply for this stack is not the same as not being MDX: a deeper one would read it.
    if (error instanceof RangeError) throw error;
    const fallback = { line: lineOf(error), reason: wordsOf(error) };
    return { tree: markdown.parse(source), syntax: 'markdown', fallback };
  }
}

/** By name, or by a component's tag at the start of a line: plain Markdown would swallow fences. */
function looksLikeMdx(source: string, name: string): boolean {
  return /\.mdx$/i.test(name) || /^[ \t]*<[A-Z][A-Za-z]*[\s/>]/m.test(source);
}

/** The line that a parser's message names, or 1. */
function lineOf(error: unknown): number {
  if (error instanceof Error && 'line' in error && typeof error.line === 'number') {
    return error.line;
  }
  return 1;
}
