import type { SyntaxNode } from '@lezer/common';
import type { ChatCall } from './code-calls.ts';
import { ancestorsOf, type CodeTree, childrenOf, findAll, textOf } from './code-tree.ts';

/** A place at which an example would raise, or print nonsense, on a stream that is legal. */
export interface Hazard {
  /** Offset in the example. */
  readonly at: number;
  readonly text: string;
  /** What happens, on which legal stream. */
  readonly why: string;
  readonly remedy: string;
}

/** A loop over a stream: its variable and what it does with each chunk. */
interface Loop {
  readonly node: SyntaxNode;
  readonly variable: string;
  readonly call: ChatCall | null;
}

/**
 * Finds what in an example's stream loops does not survive a legal stream. Read, not run: so it
 * errs on the side of silence, and what stands under any condition that mentions it is held safe.
 */
export function hazardsOf(tree: CodeTree, calls: readonly ChatCall[]): readonly Hazard[] {
  return loopsOf(tree, calls).flatMap((loop) => [
    ...unguardedChoices(loop, tree),
    ...unguardedContent(loop, tree),
    ...unguardedUsage(loop, tree),
  ]);
}

/** The loops of an example that go over a stream. */
export function loopsOf(tree: CodeTree, calls: readonly ChatCall[]): readonly Loop[] {
  return findAll(tree.root, 'ForStatement').flatMap((node): readonly Loop[] => {
    const spec = node.getChild('ForOfSpec') ?? node;
    const parts = childrenOf(spec);
    const word = parts.findIndex(({ name }) => name === 'of' || name === 'in');
    const variable = parts[word - 1];
    const iterated = parts[word + 1];
    if (word === -1 || variable === undefined || iterated === undefined) return [];
    if (!/^Variable(Name|Definition)$/.test(variable.name)) return [];
    const source = textOf(iterated, tree);
    const call = calls.find(
      (each) =>
        each.result === source || (each.node.from >= iterated.from && each.node.to <= iterated.to),
    );
    const body = textOf(node, tree);
    // A fragment may loop over a stream that an earlier block opened.
    if (call === undefined && !/\.choices\b/.test(body)) return [];
    return [{ node, variable: textOf(variable, tree), call: call ?? null }];
  });
}

/** `chunk.choices[0].delta` raises on the usage chunk, whose choices are empty. */
function unguardedChoices(loop: Loop, tree: CodeTree): readonly Hazard[] {
  const options = loop.call?.body['stream_options'];
  const asked = JSON.stringify(options ?? null).includes('"include_usage":true');
  // Choices may be empty only where usage was asked for: elsewhere the loop is safe.
  if (!asked) return [];
  const pattern = new RegExp(`^${loop.variable}\\??\\.choices(\\?\\.)?\\[(0|-1)\\]`);
  return membersIn(loop, tree).flatMap((node) => {
    const text = textOf(node, tree);
    const match = pattern.exec(text);
    if (match === null || match[0].length !== text.length) return [];
    const next = tree.text.slice(node.to).trimStart();
    const safe = tree.language === 'javascript' && (next.startsWith('?.') || !/^[.[]/.test(next));
    if (safe || guarded(node, loop, 'choices', tree)) return [];
    const raised = tree.language === 'python' ? 'an IndexError' : 'a TypeError';
    const why = `raises ${raised} on the usage chunk, whose choices are empty`;
    const remedy = `skip chunks without choices before ${text} is read`;
    return [{ at: node.from, text, why, remedy }];
  });
}

/** Joining or writing `delta.content` raises on a chunk that has no content, as the last has none. */
function unguardedContent(loop: Loop, tree: CodeTree): readonly Hazard[] {
  return membersIn(loop, tree).flatMap((node) => {
    const text = textOf(node, tree);
    if (!/\.content$/.test(text) || !isConsumed(node, tree)) return [];
    if (guarded(node, loop, 'content', tree)) return [];
    const value = tree.language === 'python' ? 'None' : 'undefined';
    const why = `raises a TypeError on a chunk without content, where it is ${value}`;
    const remedy = tree.language === 'python' ? `write ${text} or ""` : `write ${text} ?? ''`;
    return [{ at: node.from, text, why, remedy }];
  });
}

/** `chunk.usage.total_tokens` raises on every chunk but the last. */
function unguardedUsage(loop: Loop, tree: CodeTree): readonly Hazard[] {
  const pattern = new RegExp(`^${loop.variable}\\.usage\\.\\w+$`);
  return membersIn(loop, tree).flatMap((node) => {
    const text = textOf(node, tree);
    if (!pattern.test(text) || guarded(node, loop, 'usage', tree)) return [];
    const why = 'raises on every chunk whose usage is null, which is all but the last';
    return [{ at: node.from, text, why, remedy: `read ${text} only where usage is there` }];
  });
}

function membersIn(loop: Loop, tree: CodeTree): readonly SyntaxNode[] {
  const body = loop.node.getChild('Body') ?? loop.node.lastChild ?? loop.node;
  return findAll(body, 'MemberExpression').filter((node) => textOf(node, tree).length < 200);
}

/** Whether a missing value raises here: `+=` in Python, `write(...)` in both. */
function isConsumed(node: SyntaxNode, tree: CodeTree): boolean {
  const { parent } = node;
  if (parent?.name === 'UpdateStatement') return tree.language === 'python';
  if (parent?.name !== 'ArgList') return false;
  const call = parent.parent;
  return call !== null && /\.write$/.test(textOf(childrenOf(call)[0] ?? call, tree));
}

/** Whether a condition that mentions the member, or a handler, stands between it and harm. */
function guarded(node: SyntaxNode, loop: Loop, member: string, tree: CodeTree): boolean {
  for (const above of ancestorsOf(node)) {
    if (above.name === 'TryStatement') return true;
    if (above.from <= loop.node.from) continue;
    if (/^(IfStatement|ConditionalExpression|BinaryExpression)$/.test(above.name)) {
      const own = textOf(above, tree).slice(0, Math.max(0, node.from - above.from));
      if (mentions(own, member)) return true;
      // Python puts the condition of an expression after its value.
      const after = tree.text.slice(node.to, above.to);
      if (above.name === 'ConditionalExpression' && mentions(after, member)) return true;
    }
  }
  const before = tree.text.slice(loop.node.from, node.from);
  return new RegExp(
    `\\bif\\b[^\\n]*\\b${member}\\b[^\\n]*\\n?\\s*\\{?\\s*(continue|break|return)`,
  ).test(before);
}

function mentions(text: string, member: string): boolean {
  return new RegExp(`\\b${member}\\b`).test(text);
}
