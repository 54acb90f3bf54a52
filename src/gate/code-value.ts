import type { SyntaxNode } from '@lezer/common';
import type { JsonValue } from '../vocabulary.ts';
import { type CodeTree, childrenOf, textOf } from './code-tree.ts';

/** What names stand for: values that an example assigns once, as literals. */
export type Names = ReadonlyMap<string, JsonValue>;

/** The value of an expression that is written out; `undefined` where only a run would tell. */
export function literalOf(node: SyntaxNode, tree: CodeTree, names: Names): JsonValue | undefined {
  const text = textOf(node, tree);
  switch (node.name) {
    case 'String':
      return stringOf(text);
    case 'TemplateString':
      return node.getChild('Interpolation') === null ? stringOf(text) : undefined;
    case 'ContinuedString': {
      const parts = childrenOf(node).map((child) => literalOf(child, tree, names));
      return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
    }
    case 'Number':
    case 'UnaryExpression':
      return numberOf(text);
    case 'Boolean':
    case 'BooleanLiteral':
      return /^true$/i.test(text);
    case 'None':
    case 'null':
      return null;
    case 'VariableName':
      return names.get(text);
    case 'ArrayExpression':
    case 'TupleExpression':
      return listOf(node, tree, names);
    case 'DictionaryExpression':
    case 'ObjectExpression':
      return objectOf(node, tree, names);
    case 'ParenthesizedExpression': {
      const inner = childrenOf(node).filter((child) => !/^[()]$/.test(child.name));
      return inner.length === 1 && inner[0] ? literalOf(inner[0], tree, names) : undefined;
    }
    default:
      return undefined;
  }
}

/** The members of an object or dictionary, by name; `null` for one that is spread into it. */
export function membersOf(
  node: SyntaxNode,
  tree: CodeTree,
): readonly {
  readonly name: string | null;
  readonly value: SyntaxNode | null;
  readonly at: number;
}[] {
  if (node.name === 'ObjectExpression') {
    return node.getChildren('Property').map((property) => {
      const [key, ...rest] = childrenOf(property);
      const value = rest.at(-1) ?? key ?? null;
      if (key === undefined || key.name === 'Spread')
        return { name: null, value, at: property.from };
      return { name: nameOf(key, tree), value, at: property.from };
    });
  }
  const parts = childrenOf(node);
  return parts.flatMap((part, n) => {
    const [key, value] = [parts[n - 1], parts[n + 1]];
    if (part.name !== ':' || key === undefined) return [];
    return [{ name: nameOf(key, tree), value: value ?? null, at: key.from }];
  });
}

function nameOf(key: SyntaxNode, tree: CodeTree): string | null {
  const text = textOf(key, tree);
  if (key.name === 'String') return stringOf(text) ?? null;
  return key.name === 'PropertyDefinition' ? text : null;
}

function listOf(node: SyntaxNode, tree: CodeTree, names: Names): JsonValue | undefined {
  const items = childrenOf(node).filter(
    ({ name }) => !/^([[\](),]|Comment|LineComment)$/.test(name),
  );
  const values = items.map((item) => literalOf(item, tree, names));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function objectOf(node: SyntaxNode, tree: CodeTree, names: Names): JsonValue | undefined {
  const members: [string, JsonValue][] = [];
  for (const { name, value } of membersOf(node, tree)) {
    if (name === null || value === null) return undefined;
    // `{ messages }` is short for `{ messages: messages }`.
    const known =
      value.name === 'PropertyDefinition'
        ? names.get(textOf(value, tree))
        : literalOf(value, tree, names);
    if (known === undefined) return undefined;
    members.push([name, known]);
  }
  return Object.fromEntries(members);
}

function numberOf(text: string): number | undefined {
  const number = Number(text.replaceAll('_', '').replace(/\s+/g, ''));
  return Number.isFinite(number) ? number : undefined;
}

/** The value of a string literal of either language; `undefined` for bytes and the like. */
function stringOf(text: string): string | undefined {
  const match = /^([A-Za-z]*)("""|'''|"|'|`)([\s\S]*)\2$/.exec(text);
  if (match === null || /[bf]/i.test(match[1] ?? '')) return undefined;
  const inner = match[3] ?? '';
  return /r/i.test(match[1] ?? '') ? inner : inner.replace(escapes, plainChar);
}

const escapes = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|([\s\S]))/g;
const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function plainChar(_: string, ...groups: readonly unknown[]): string {
  const [long, four, two, line, letter] = groups;
  const hex = [long, four, two].find((group) => typeof group === 'string');
  if (typeof hex === 'string') {
    const point = Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  if (typeof line === 'string') return '';
  const char = typeof letter === 'string' ? letter : '';
  return letters[char] ?? char;
}
