import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { parser as javascript } from '@lezer/javascript';
import { parser as python } from '@lezer/python';

/** The languages whose examples are understood. */
export type CodeLanguage = 'python' | 'javascript';

/** An example as a syntax tree; it is only read, never run. */
export interface CodeTree {
  readonly language: CodeLanguage;
  readonly text: string;
  readonly root: SyntaxNode;
  /** Offset of the first place that is not of the language; `null` where all is. */
  readonly error: number | null;
}

const typescript = javascript.configure({ dialect: 'ts' });
const typescriptX = javascript.configure({ dialect: 'ts jsx' });

/** Parses an example. Never throws: wrong syntax leaves its place. */
export function parseCode(text: string, language: CodeLanguage): CodeTree {
  const parser = language === 'python' ? python : /<\/|\/>/.test(text) ? typescriptX : typescript;
  const tree = parser.parse(text);
  let error: number | null = null;
  tree.iterate({
    enter: (node: SyntaxNodeRef) => {
      if (node.type.isError) error ??= node.from;
    },
  });
  return { language, text, root: tree.topNode, error };
}

/** The language of a fence's name, where it is one that is understood. */
export function codeLanguage(fence: string): CodeLanguage | null {
  if (/^(py|python|python3)$/.test(fence)) return 'python';
  const script = /^(js|javascript|mjs|cjs|jsx|ts|typescript|tsx|mts|node|nodejs)$/.test(fence);
  return script ? 'javascript' : null;
}

/** A node's source text. */
export function textOf(node: SyntaxNode, tree: CodeTree): string {
  return tree.text.slice(node.from, node.to);
}

/** The line of an offset, from 0. */
export function lineAt(offset: number, text: string): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** A node's children, punctuation and comments included. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Every node at or below a node whose name is one of these, in order of the source. */
export function findAll(node: SyntaxNode, ...names: readonly string[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((ref) => {
    if (names.includes(ref.name)) found.push(ref.node);
  });
  return found;
}

/** The nodes above a node, nearest first. */
export function ancestorsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let above = node.parent; above !== null; above = above.parent) found.push(above);
  return found;
}
